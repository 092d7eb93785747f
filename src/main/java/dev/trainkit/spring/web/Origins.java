package dev.trainkit.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.servlet.config.annotation.CorsRegistry;

/**
 * Whose pages may have a browser ask something. A browser lets any page send a form, and says whose
 * it is; other clients say nothing of the kind.
 *
 * @param allowed besides the server's own; {@code *} for any
 * @see <a href="https://words.filippo.io/csrf/">why the headers suffice, and in this order</a>
 */
record Origins(List<String> allowed) {

    static final String ANY = "*";

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN = Set.of("same-origin", "none"); // none: a person's hand

    /** Ours one by one: what an application has besides is its own to open. */
    private static final List<String> ADDRESSES =
            List.of(
                    "/v1/predict",
                    "/v1/look",
                    "/v1/models",
                    "/v1/models/*",
                    "/v1/runs",
                    "/v1/runs/events",
                    "/v1/runs/*/report",
                    "/v1/trainings",
                    "/v1/trainings/*",
                    "/v3/api-docs");

    private static final long HOUR = 3600;

    /** Lets browsers hand answers to the pages of these origins, at our addresses. */
    void register(CorsRegistry registry) {
        if (allowed.isEmpty()) {
            return;
        }
        for (String address : ADDRESSES) {
            registry.addMapping(address)
                    .allowedOrigins(allowed.toArray(String[]::new))
                    .allowedMethods("GET", "HEAD", "POST", "DELETE")
                    .allowedHeaders("X-Api-Key", "Authorization", "Content-Type")
                    .exposedHeaders("Retry-After", "WWW-Authenticate")
                    .maxAge(HOUR);
        }
    }

    /** Whether the request reads only, or comes from one of these, or from no page at all. */
    boolean allow(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        if (READING.contains(request.getMethod()) || allowed.contains(ANY) || isAllowed(origin)) {
            return true;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        return site == null ? isOwn(origin, request) : OWN.contains(site);
    }

    private boolean isAllowed(String origin) {
        return origin != null && allowed.contains(origin);
    }

    /** What encrypts in front of the server may keep the name and change all else. */
    private static boolean isOwn(String origin, HttpServletRequest request) {
        return origin == null
                || origin.replaceFirst("^https?://", "").equals(request.getHeader("Host"))
                || !CorsUtils.isCorsRequest(request);
    }
}
