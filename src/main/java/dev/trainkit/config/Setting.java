package dev.trainkit.config;

import com.fasterxml.jackson.core.JsonToken;

/**
 * A value as somebody wrote it.
 *
 * @param key the whole key, {@code train.epochs}
 * @param token what YAML takes the value for
 * @param text its characters without quotes
 * @param place where it stands, {@code config/x.yaml:12} or {@code --set train.epochs=3}
 */
record Setting(String key, JsonToken token, String text, String place) {

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
