package dev.trainkit.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What clients must send, if anything. */
final class ApiKey {

    /** A scheme is written in any case, and any number of spaces follows it (RFC 9110, 11.4). */
    private static final Pattern BEARER =
            Pattern.compile("bearer +(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final byte[] digest;

    /**
     * @param key null where none is asked for
     */
    ApiKey(String key) {
        digest = key == null ? null : digest(key);
    }

    /** In the same time whatever was sent: digests are compared, and to their end. */
    boolean isSentBy(HttpServletRequest request) {
        return digest == null || MessageDigest.isEqual(digest, digest(sent(request)));
    }

    private static String sent(HttpServletRequest request) {
        String key = request.getHeader("X-Api-Key");
        if (key != null) {
            return key;
        }
        String authorization = request.getHeader("Authorization");
        Matcher bearer = BEARER.matcher(authorization == null ? "" : authorization);
        return bearer.matches() ? bearer.group(1) : "";
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
