package dev.trainkit.config;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes a configuration as YAML, a line a key, without the settings that the chosen model,
 * optimizer, loss or schedule does not have. Any text that YAML could take for something else is
 * written as JSON, which YAML reads as well.
 */
final class YamlText {

    /** Begins a comment behind a value. */
    static final String COMMENT = "  # ";

    private static final Pattern PLAIN =
            Pattern.compile("[\\p{L}/](?:[\\p{L}\\p{N} ._/:-]*[\\p{L}\\p{N}._/-])?");
    private static final Pattern TAKEN_FOR_OTHER =
            Pattern.compile("null|true|false|yes|no|on|off|y|n", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7E\\p{L}\\p{N}]");

    private YamlText() {}

    /**
     * @param comment what follows the value of a whole key
     */
    static String of(RunConfig config, UnaryOperator<String> comment) {
        StringBuilder yaml = new StringBuilder();
        Section.OUTER.forEach(section -> append(yaml, section, config, comment, ""));
        return yaml.toString();
    }

    private static void append(
            StringBuilder yaml,
            Section section,
            RunConfig config,
            UnaryOperator<String> comment,
            String indent) {
        yaml.append(indent).append(section.lastName()).append(":\n");
        Object sectionRecord = section.valueIn(config);
        for (Section.Key key : section.keys()) {
            Object value = key.valueIn(sectionRecord);
            if (value == null && Choices.of(section.name(), null).decides(key.name())) {
                continue; // another choice's setting
            }
            yaml.append(indent).append("  ").append(line(key.name(), value));
            yaml.append(comment.apply(key.toString())).append('\n');
        }
        section.parts().forEach(part -> append(yaml, part, config, comment, indent + "  "));
    }

    /** A key and its value. */
    static String line(String key, Object value) {
        return key + ": " + scalar(value);
    }

    /** A value, or a list of them on one line, as YAML reads it back. */
    static String scalar(Object value) {
        if (value instanceof ClassWeights weights) {
            return scalar(weights.value());
        }
        if (value instanceof List<?> list) {
            return list.stream().map(YamlText::scalar).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return String.valueOf(value);
        }
        String text = value.toString();
        return isPlain(text) ? text : quoted(text);
    }

    private static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches()
                && !text.contains(": ")
                && !TAKEN_FOR_OTHER.matcher(text).matches();
    }

    private static String quoted(String text) {
        String json = new String(JsonStringEncoder.getInstance().quoteAsString(text));
        return '"' + UNPRINTABLE.matcher(json).replaceAll(YamlText::escaped) + '"';
    }

    /** Backslashes doubled: the first one is eaten by the replacement. */
    private static String escaped(MatchResult match) {
        return match.group()
                .chars()
                .mapToObj(unit -> String.format(Locale.ROOT, "\\\\u%04x", unit))
                .collect(Collectors.joining());
    }
}
