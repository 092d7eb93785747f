package dev.trainkit.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads from the comments of a saved configuration where its values came from. Where there is none,
 * the value is the default, or the line is where it comes from.
 */
final class SavedOrigins {

    private final RunConfig config;
    private final String prefix;
    private final List<String> lines;

    private SavedOrigins(RunConfig config, String name, String yaml) {
        this.config = config;
        prefix = name + ":";
        lines = yaml.lines().toList();
    }

    /**
     * @param read with the lines of the YAML as origins
     */
    static ResolvedConfig of(ResolvedConfig read, String name, String yaml) {
        SavedOrigins saved = new SavedOrigins(read.config(), name, yaml);
        Map<String, String> origins = new LinkedHashMap<>();
        for (Section.Key key : Section.allKeys()) {
            origins.put(key.toString(), saved.origin(key, read.origins().get(key.toString())));
        }
        return new ResolvedConfig(read.config(), origins);
    }

    private String origin(Section.Key key, String place) {
        if (!place.startsWith(prefix)) {
            return place;
        }
        String line = lines.get(Integer.parseInt(place.substring(prefix.length())) - 1).strip();
        String written = YamlText.line(key.name(), ResolvedConfig.value(key, config));
        String head = written + YamlText.COMMENT;
        if (line.startsWith(head)) {
            return line.substring(head.length());
        }
        return ResolvedConfig.isUsual(key, config) ? ResolvedConfig.DEFAULT : place;
    }
}
