package dev.trainkit.data;

import java.util.List;

/**
 * A data set made ready for a run.
 *
 * @param train what the weights are fitted to
 * @param validation kept out of the training set to choose by; may be empty
 * @param test what the chosen weights are judged by, once
 * @param source what was cut into parts: all pictures but those of parts that the data set has of
 *     its own
 * @param preprocessing the same for all three
 * @param unreadable what is wrong with each picture that was left out
 */
public record DataParts(
        ImageData train,
        ImageData validation,
        ImageData test,
        ImageData source,
        Preprocessing preprocessing,
        List<String> unreadable) {

    public DataParts {
        unreadable = List.copyOf(unreadable);
    }
}
