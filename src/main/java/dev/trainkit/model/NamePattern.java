package dev.trainkit.model;

import dev.trainkit.Quoted;
import dev.trainkit.TrainkitException;
import java.util.Arrays;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Some of a network's parameters, by name: {@code conv*} for those of every layer whose name begins
 * so, {@code layer1} for all below it, {@code *.bias} for biases. A star stands for any characters.
 */
public record NamePattern(String text) {

    /** Whether it is the name of that parameter, or of a layer that the parameter is in. */
    public boolean matches(String parameter) {
        Pattern pattern = pattern();
        for (int end = parameter.length(); end > 0; end = parameter.lastIndexOf('.', end - 1)) {
            if (pattern.matcher(parameter.substring(0, end)).matches()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Checks that the pattern is of use.
     *
     * @param key of the configuration that has the pattern, for the message
     * @throws TrainkitException when it names none of the parameters
     */
    public void requireMatch(String key, Collection<String> parameters) {
        if (parameters.stream().noneMatch(this::matches)) {
            throw new TrainkitException(
                    "%s names '%s', but no parameter has such a name. They are: %s."
                            .formatted(key, Quoted.of(text), String.join(", ", parameters)));
        }
    }

    private Pattern pattern() {
        return Pattern.compile(
                Arrays.stream(text.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")));
    }

    @Override
    public String toString() {
        return text;
    }
}
