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
 * @param notes what the data set has to say of how it was read: what it passed over, with counts,
 *     or took in a way that is not plain; a sentence each
 */
public record DataParts(
        ImageData train,
        ImageData validation,
        ImageData test,
        ImageData source,
        Preprocessing preprocessing,
        List<String> unreadable,
        List<String> notes) {

    public DataParts {
        unreadable = List.copyOf(unreadable);
        notes = List.copyOf(notes);
    }

    /**
     * The same with labels that are indexes into other classes, as {@link ImageData#labelledBy}.
     */
    public DataParts labelledBy(List<String> classes) {
        return new DataParts(
                train.labelledBy(classes),
                validation.labelledBy(classes),
                test.labelledBy(classes),
                source.labelledBy(classes),
                preprocessing,
                unreadable,
                notes);
    }
}
