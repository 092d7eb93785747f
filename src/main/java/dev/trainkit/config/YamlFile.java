package dev.trainkit.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads the sections of a YAML file event by event: that gives every value its line, and aliases,
 * which could unfold without end, are never followed.
 */
final class YamlFile {

    static final YAMLFactory YAML = new YAMLFactory();

    private final String name;
    private final Settings settings;
    private final YAMLParser parser;

    /** The line of each section and key that has been read. */
    private final Map<String, Integer> seen = new HashMap<>();

    private YamlFile(String name, Settings settings, YAMLParser parser) {
        this.name = name;
        this.settings = settings;
        this.parser = parser;
    }

    /** Lays the values over the settings; a mistake leaves the others to be read. */
    static void read(String name, String text, Settings settings) {
        try (YAMLParser parser = YAML.createParser(text)) {
            new YamlFile(name, settings, parser).document();
        } catch (JacksonException e) {
            settings.complain(new Problem(null, name + line(e), "This is not YAML: " + reason(e)));
        } catch (IOException e) {
            throw new IllegalStateException("A string could not be read", e);
        }
    }

    private void document() throws IOException {
        JsonToken root = parser.nextToken();
        if (root == JsonToken.START_OBJECT) {
            sections();
        } else if (root != null && root != JsonToken.VALUE_NULL) {
            complain(null, "A configuration is made of sections, 'train:' for one, with keys.");
            parser.skipChildren();
        }
        if (parser.nextToken() != null) {
            complain(null, "A configuration is one YAML document; a second one starts here.");
        }
    }

    private void sections() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String section = parser.currentName();
            if (!Section.exists(section) || Section.named(section).parent() != null) {
                complainOfUnknown(section, () -> UnknownKey.section(section));
                skipValue();
            } else if (isRepeated(section)) {
                skipValue();
            } else {
                section(Section.named(section));
            }
        }
    }

    private void section(Section section) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT) {
            keys(section);
        } else if (token != JsonToken.VALUE_NULL) {
            String example = section.lastName() + ": {" + section.keyNames().get(0) + ": ...}";
            complain(
                    section.name(),
                    section.name() + " must be a section with keys, '" + example + "' for one");
            parser.skipChildren();
        }
    }

    private void keys(Section section) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            String wholeKey = section.name() + "." + key;
            boolean isPart = Section.exists(wholeKey);
            if (!isPart && !section.keyNames().contains(key)) {
                complainOfUnknown(wholeKey, () -> UnknownKey.key(section, key));
                skipValue();
            } else if (isRepeated(wholeKey)) {
                skipValue();
            } else if (isPart) {
                section(Section.named(wholeKey));
            } else {
                value(wholeKey);
            }
        }
    }

    private void value(String key) throws IOException {
        String place = place();
        parser.nextToken();
        if (parser.isCurrentAlias()) {
            complain(key, key + " must be written out: aliases are not followed");
        } else {
            settings.put(Setting.read(key, place, parser));
        }
    }

    private boolean isRepeated(String key) {
        Integer first = seen.putIfAbsent(key, line());
        if (first != null) {
            complain(key, key + " is given twice, first in line " + first + "; keep one of them");
        }
        return first != null;
    }

    private void skipValue() throws IOException {
        parser.nextToken();
        parser.skipChildren();
    }

    private void complain(String key, String sentence) {
        settings.complain(new Problem(key, place(), sentence));
    }

    /** To look for the key that was meant takes its time, and there may be thousands. */
    private void complainOfUnknown(String key, Supplier<String> sentence) {
        String place = place();
        settings.complain(() -> new Problem(key, place, sentence.get()));
    }

    private String place() {
        return name + ":" + line();
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    /** The parser's own place is where the token before the mistake began, if it has one. */
    private static String line(JacksonException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return ":" + (marked.getProblemMark().getLine() + 1);
        }
        return e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
    }

    static String reason(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return "it is nested too deeply";
        }
        if (e.getCause() instanceof MarkedYAMLException marked) {
            return marked.getProblem();
        }
        return e.getOriginalMessage().lines().findFirst().orElse("it cannot be read");
    }
}
