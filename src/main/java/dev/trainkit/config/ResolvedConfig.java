package dev.trainkit.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A configuration and where each of its values comes from.
 *
 * @param config what is run
 * @param origins by whole key, in the order of the sections: {@code default}, {@code
 *     config/x.yaml:12} or {@code --set train.epochs=3}, and {@code set} where nobody said more
 */
public record ResolvedConfig(RunConfig config, Map<String, String> origins) {

    /** The origin of a value that nobody set. */
    public static final String DEFAULT = "default";

    /** The origin of a value that is not the default, and came without one. */
    public static final String SET = "set";

    public ResolvedConfig {
        origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
    }

    /** The same with another loss, whose settings keep the origins of this one's. */
    public ResolvedConfig with(LossConfig loss) {
        return new ResolvedConfig(config.with(loss), origins);
    }

    /**
     * A setting that this run has.
     *
     * @param key the whole key, {@code train.epochs} for one
     * @param value may be null
     * @param usual what it would be if nobody had set it; null where there is no such value
     */
    public record Entry(String key, Object value, String origin, Object usual) {}

    /** Of a configuration that was made in Java, which does not say where its values come from. */
    public static ResolvedConfig of(RunConfig config) {
        Map<String, String> origins = new LinkedHashMap<>();
        for (Section.Key key : Section.allKeys()) {
            origins.put(key.toString(), isUsual(key, config) ? DEFAULT : SET);
        }
        return new ResolvedConfig(config, origins);
    }

    /**
     * As a run has written it with {@link #toYaml()}, with the origins that it had there.
     *
     * @throws InvalidConfigException with every mistake in the file
     */
    public static ResolvedConfig saved(Path file) {
        ResolvedConfig read = RunConfig.resolve(file, List.of());
        return SavedOrigins.of(read, ConfigFile.name(file), ConfigFile.text(file));
    }

    /**
     * As {@link #saved(Path)}, from the text, and the overrides over it.
     *
     * @param name of the YAML, for messages
     */
    public static ResolvedConfig saved(String name, String yaml, List<String> overrides) {
        return SavedOrigins.of(ConfigLoader.resolveText(name, yaml, overrides), name, yaml);
    }

    /** Whether the value is what it would be if nobody had set it. */
    static boolean isUsual(Section.Key key, RunConfig config) {
        return Objects.equals(value(key, config), usual(key, config));
    }

    static Object value(Section.Key key, RunConfig config) {
        return key.valueIn(key.section().valueIn(config));
    }

    /** The settings in the order of the sections, without those of other choices. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (Section.Key key : Section.allKeys()) {
            if (!choice(key, config).refuses(key.name())) {
                String name = key.toString();
                Object value = value(key, config);
                entries.add(new Entry(name, value, origins.get(name), usual(key, config)));
            }
        }
        return entries;
    }

    private static Object usual(Section.Key key, RunConfig config) {
        return choice(key, config).defaultOf(key.name(), key.valueIn(key.section().defaults()));
    }

    private static Choice choice(Section.Key key, RunConfig config) {
        Section section = key.section();
        return section.isChoice()
                ? Choices.of(section.name(), section.chosenIn(config))
                : Choice.NONE;
    }

    /** As {@link RunConfig#toYaml()}, with each value's origin as a comment behind it. */
    public String toYaml() {
        return YamlText.of(config, key -> YamlText.COMMENT + Problem.onOneLine(origins.get(key)));
    }
}
