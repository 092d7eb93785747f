package dev.trainkit.spring.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Adds the headers of every answer, and lets nobody at the models without the key. */
final class GuardFilter extends OncePerRequestFilter {

    private static final String BEARER = "Bearer ";

    private final byte[] keyDigest;

    /**
     * @param apiKey null where none is asked for
     */
    GuardFilter(String apiKey) {
        keyDigest = apiKey == null ? null : digest(apiKey);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ResponseHeaders.API.forEach(response::setHeader);
        if (request.getRequestURI().startsWith("/v1/") && !hasKey(request)) {
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
            response.setHeader("WWW-Authenticate", "Bearer");
            response.setContentType(Problem.MEDIA_TYPE);
            response.getOutputStream()
                    .write(
                            Problem.of(
                                            HttpStatus.UNAUTHORIZED,
                                            "The key is missing or wrong. Send it as X-Api-Key, or as"
                                                    + " Authorization: Bearer.")
                                    .json()
                                    .getBytes(StandardCharsets.UTF_8));
            return;
        }
        chain.doFilter(request, response);
    }

    /** In the same time whatever was sent: digests are compared, and to their end. */
    private boolean hasKey(HttpServletRequest request) {
        return keyDigest == null || MessageDigest.isEqual(keyDigest, digest(key(request)));
    }

    private static String key(HttpServletRequest request) {
        String key = request.getHeader("X-Api-Key");
        if (key != null) {
            return key;
        }
        String authorization = request.getHeader("Authorization");
        return authorization != null && authorization.startsWith(BEARER)
                ? authorization.substring(BEARER.length())
                : "";
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
