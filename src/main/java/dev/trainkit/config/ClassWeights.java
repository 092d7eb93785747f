package dev.trainkit.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How much a picture of each class weighs in the loss: a number for each, or the word {@code
 * balanced} for those that the training pictures give.
 */
public final class ClassWeights {

    private static final String WORD = "balanced";

    /** Each class together weighs as much as any other, however many pictures it has. */
    public static final ClassWeights BALANCED = new ClassWeights(null);

    private final List<Double> numbers; // null for the word

    private ClassWeights(List<Double> numbers) {
        this.numbers = numbers;
    }

    public static ClassWeights of(List<Double> numbers) {
        return new ClassWeights(List.copyOf(numbers));
    }

    static boolean isWord(String text) {
        return text.equals(WORD);
    }

    /** A number for each class; empty where the training pictures are still to give them. */
    public Optional<List<Double>> numbers() {
        return Optional.ofNullable(numbers);
    }

    /** The word or the list, as YAML and JSON have it. */
    @JsonValue
    Object value() {
        return numbers == null ? WORD : numbers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClassWeights weights && Objects.equals(numbers, weights.numbers);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(numbers);
    }

    @Override
    public String toString() {
        return value().toString();
    }
}
