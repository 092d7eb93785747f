package dev.trainkit.spring.web;

import java.util.Map;

/** Headers that keep a browser from doing with an answer what it is not for. */
final class ResponseHeaders {

    private static final String POLICY = "Content-Security-Policy";

    static final Map<String, String> API =
            Map.of(
                    "X-Content-Type-Options",
                    "nosniff",
                    "X-Frame-Options",
                    "DENY",
                    "Referrer-Policy",
                    "no-referrer",
                    "Cross-Origin-Resource-Policy",
                    "same-origin",
                    "Cache-Control",
                    "no-store",
                    POLICY,
                    "default-src 'none'; frame-ancestors 'none'");

    static final Map<String, String> PAGE =
            Map.of(
                    POLICY,
                    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                            + " img-src 'self' blob: data:; base-uri 'none'; form-action 'none';"
                            + " frame-ancestors 'none'");

    /** A report is a page of its own that brings its script and style with it, and asks nobody. */
    static final Map<String, String> REPORT =
            Map.of(
                    POLICY,
                    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src"
                            + " 'unsafe-inline'; img-src data:");

    private ResponseHeaders() {}
}
