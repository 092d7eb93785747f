package dev.trainkit.spring.web;

import dev.trainkit.Quoted;
import dev.trainkit.TrainkitException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What {@code trainkit.web.*} says.
 *
 * @param enabled Whether the models answer over HTTP.
 * @param apiKey What a client must send as X-Api-Key, or as Authorization: Bearer. None unless set.
 * @param hosts The names that the server answers to besides localhost; * for any. Unless set, a
 *     server that listens on a loopback address answers to the names of the loopback alone, and
 *     another to any name.
 * @param cors Whose pages may ask from a browser.
 * @param maxBodySize The largest body of a request.
 * @param maxPixels The largest picture, width times height.
 * @param maxPictures The most pictures of one request.
 * @param requestTimeout The longest that a client may take to send its request.
 * @param decodeTimeout The longest that decoding a picture may take. It ends sooner where the
 *     client has gone.
 * @param accessLog Whether each request is logged, as trainkit.access.
 * @param probes Whether /health, /health/live and /health/ready answer, to anybody. For an
 *     application without the actuator, which has its own.
 * @param runs The folder whose model directories the page of runs shows. None unless set.
 */
@ConfigurationProperties("trainkit.web")
public record WebProperties(
        @DefaultValue("false") boolean enabled,
        String apiKey,
        @DefaultValue List<String> hosts,
        @DefaultValue Cors cors,
        @DefaultValue("10MB") DataSize maxBodySize,
        @DefaultValue("25000000") int maxPixels,
        @DefaultValue("16") int maxPictures,
        @DefaultValue("10s") Duration requestTimeout,
        @DefaultValue("5s") Duration decodeTimeout,
        @DefaultValue("false") boolean accessLog,
        @DefaultValue("false") boolean probes,
        Path runs) {

    private static final String HOST = "\\*|[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]";
    private static final String ORIGIN = "\\*|https?://[^/\\s]+";

    /**
     * Whose pages may ask from a browser.
     *
     * @param allowedOrigins The origins, such as https://example.org; * for any. None unless set.
     */
    public record Cors(@DefaultValue List<String> allowedOrigins) {

        public Cors {
            allowedOrigins = List.copyOf(allowedOrigins);
            for (String origin : allowedOrigins) {
                require(
                        origin.matches(ORIGIN),
                        "cors.allowed-origins must be origins without a path, such as"
                                + " https://example.org, but was "
                                + Quoted.of(origin));
            }
        }
    }

    public WebProperties {
        require(apiKey == null || !apiKey.isBlank(), "api-key must not be blank");
        require(
                apiKey == null || apiKey.matches("[!-~]+"),
                "api-key must be of letters, digits and signs of ASCII, without spaces: a header"
                        + " carries no other");
        hosts = List.copyOf(hosts);
        for (String host : hosts) {
            require(
                    host.matches(HOST),
                    "hosts must be names without a port, such as models.example.org, but was "
                            + Quoted.of(host));
        }
        require(
                maxBodySize.toBytes() >= 1 && maxBodySize.toBytes() <= Integer.MAX_VALUE / 2,
                "max-body-size must be between 1 byte and 1 GB, but was " + maxBodySize);
        require(maxPixels >= 1, "max-pixels must be at least 1, but was " + maxPixels);
        require(maxPictures >= 1, "max-pictures must be at least 1, but was " + maxPictures);
        require(
                requestTimeout.toMillis() >= 1,
                "request-timeout must be at least 1ms, but was " + requestTimeout);
        require(
                decodeTimeout.toMillis() >= 1,
                "decode-timeout must be at least 1ms, but was " + decodeTimeout);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new TrainkitException(rule + ".");
        }
    }
}
