package dev.trainkit.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;

/** Reads {@code train.epochs=3}; the value is written as it would be in the YAML file. */
final class SetOption {

    private final String place;
    private final Settings settings;

    private SetOption(String option, Settings settings) {
        this.place = "--set " + Problem.quoted(option);
        this.settings = settings;
    }

    /** Lays the value over the settings. */
    static void read(String option, Settings settings) {
        new SetOption(option, settings).read(option);
    }

    private void read(String option) {
        int equals = option.indexOf('=');
        if (equals < 0) {
            complain(null, "Write key=value, 'train.epochs=3' for one.");
            return;
        }
        String key = option.substring(0, equals).strip();
        if (isKnown(key)) {
            value(key, option.substring(equals + 1));
        }
    }

    private boolean isKnown(String key) {
        if (Section.exists(key)) {
            String example = key + "." + Section.named(key).keyNames().get(0);
            complain(key, key + " is a section; set one of its keys, " + example + " for one");
            return false;
        }
        int dot = endOfSection(key);
        if (dot < 0) {
            complain(key, UnknownKey.section(key));
            return false;
        }
        Section section = Section.named(key.substring(0, dot));
        String name = key.substring(dot + 1);
        if (!section.keyNames().contains(name)) {
            complain(key, UnknownKey.key(section, name));
            return false;
        }
        return true;
    }

    /** The last dot behind the name of a section; -1 where there is none. */
    private static int endOfSection(String key) {
        int dot = key.lastIndexOf('.');
        while (dot >= 0 && !Section.exists(key.substring(0, dot))) {
            dot = key.lastIndexOf('.', dot - 1);
        }
        return dot;
    }

    private void value(String key, String text) {
        try (YAMLParser parser = YamlFile.YAML.createParser(text)) {
            JsonToken token = parser.nextToken();
            if (token == null) { // nothing behind '=' is what nothing behind ':' is in a file
                settings.put(Setting.scalar(key, JsonToken.VALUE_NULL, "", place));
                return;
            }
            boolean odd = parser.isCurrentAlias() || token == JsonToken.START_OBJECT;
            Setting setting = Setting.read(key, place, parser);
            if (odd || parser.nextToken() != null) {
                complain(key, key + " takes one value; a text with YAML's own signs needs quotes");
            } else {
                settings.put(setting);
            }
        } catch (JacksonException e) {
            complain(key, "The value is not YAML: " + YamlFile.reason(e));
        } catch (IOException e) {
            throw new IllegalStateException("A string could not be read", e);
        }
    }

    private void complain(String key, String sentence) {
        settings.complain(new Problem(key, place, sentence));
    }
}
