package dev.trainkit.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Adds the headers of every answer, and lets nobody at the models without the key. It goes by who
 * is about to answer: an address can be written in many ways that lead to the same, and what an
 * application answers besides is its own.
 */
final class Guard implements HandlerInterceptor, WebMvcConfigurer {

    private static final String BEARER = "Bearer ";

    private final byte[] keyDigest;

    /**
     * @param apiKey null where none is asked for
     */
    Guard(String apiKey) {
        keyDigest = apiKey == null ? null : digest(apiKey);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method) || !isOurs(method)) {
            return true;
        }
        ResponseHeaders.API.forEach(response::setHeader);
        if (method.getBeanType() != PageController.class && !hasKey(request)) {
            response.setHeader("WWW-Authenticate", "Bearer");
            throw new RefusedException(
                    HttpStatus.UNAUTHORIZED,
                    "The key is missing or wrong. Send it as X-Api-Key, or as Authorization:"
                            + " Bearer.");
        }
        return true;
    }

    private static boolean isOurs(HandlerMethod method) {
        return method.getBeanType().getPackage() == Guard.class.getPackage();
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
