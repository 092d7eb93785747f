package dev.trainkit.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A configuration and where each of its values comes from.
 *
 * @param config what is run
 * @param origins by whole key, in the order of the sections: {@code default}, {@code
 *     config/x.yaml:12} or {@code --set train.epochs=3}
 */
public record ResolvedConfig(RunConfig config, Map<String, String> origins) {

    /** The origin of a value that nobody set. */
    public static final String DEFAULT = "default";

    public ResolvedConfig {
        origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
    }

    /** As {@link RunConfig#toYaml()}, with each value's origin as a comment behind it. */
    public String toYaml() {
        return YamlText.of(config, key -> "  # " + Problem.onOneLine(origins.get(key)));
    }
}
