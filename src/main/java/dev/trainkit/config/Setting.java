package dev.trainkit.config;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A value as somebody wrote it.
 *
 * @param key the whole key, {@code train.epochs}
 * @param token what YAML takes the value for
 * @param text its characters without quotes
 * @param place where it stands, {@code config/x.yaml:12} or {@code --set train.epochs=3}
 * @param items of a list; a list or a section in it has no items of its own
 */
record Setting(String key, JsonToken token, String text, String place, List<Setting> items) {

    /** The value at the parser's token, which is left at the value's end. */
    static Setting read(String key, String place, YAMLParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        String text = parser.getText();
        List<Setting> items = new ArrayList<>();
        if (token == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(scalar(key, parser.currentToken(), parser.getText(), place));
                parser.skipChildren();
            }
        }
        parser.skipChildren();
        return new Setting(key, token, text, place, List.copyOf(items));
    }

    static Setting scalar(String key, JsonToken token, String text, String place) {
        return new Setting(key, token, text, place, List.of());
    }

    Problem problem(String sentence) {
        return new Problem(key, place, sentence);
    }

    boolean isScalar() {
        return token.isScalarValue() && token != JsonToken.VALUE_EMBEDDED_OBJECT;
    }

    /** The value for a message; tells the text '3' from the number 3. */
    String described() {
        return switch (token) {
            case START_ARRAY -> "a list";
            case START_OBJECT -> "a section";
            case VALUE_NULL -> "null";
            case VALUE_STRING -> "the text '" + Problem.quoted(text) + "'";
            case VALUE_EMBEDDED_OBJECT -> "binary data";
            default -> Problem.quoted(text);
        };
    }
}
