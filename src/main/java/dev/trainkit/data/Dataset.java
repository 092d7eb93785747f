package dev.trainkit.data;

import dev.trainkit.config.DataConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One entry of {@link Datasets}: pictures with labels, and where they are looked for. */
interface Dataset {

    /** What {@code data.name} calls it. */
    String name();

    /** Reads all pictures. */
    Content read(DataConfig config, ReadingProgress progress);

    /** What a network for it must be made for; a form of files is read to tell. */
    default Datasets.Format format(DataConfig config) {
        Content content = read(config, ReadingProgress.NONE);
        return new Datasets.Format(content.preprocessing(), content.train().classes());
    }

    /** Where it is looked for without {@code data.path}; empty for a form of files. */
    default Optional<Datasets.Location> location() {
        return Optional.empty();
    }

    /** Whether its pictures are made what {@code data.image} says. */
    default boolean isOfPictureFiles() {
        return false;
    }

    /**
     * What a data set is made of.
     *
     * @param validation null where the data set has no such part
     * @param test null where the data set has no such part
     * @param preprocessing how its pixels become what a network sees
     * @param isNormalized false where mean and deviation are to be computed yet
     * @param unreadable what is wrong with each picture that was left out
     * @param notes as {@link DataParts#notes}
     */
    record Content(
            ImageData train,
            ImageData validation,
            ImageData test,
            Preprocessing preprocessing,
            boolean isNormalized,
            List<String> unreadable,
            List<String> notes) {

        public Content {
            unreadable = List.copyOf(unreadable);
            notes = List.copyOf(notes);
        }

        Content(
                ImageData train,
                ImageData validation,
                ImageData test,
                Preprocessing preprocessing,
                boolean isNormalized,
                List<String> unreadable) {
            this(train, validation, test, preprocessing, isNormalized, unreadable, List.of());
        }

        Content(ImageData train, ImageData test, Preprocessing preprocessing) {
            this(train, null, test, preprocessing, true, List.of());
        }

        /**
         * With these sentences besides, such as {@code the array 'weights' is not used}: they stand
         * behind {@code Data:} on the console, before the first step.
         */
        Content noting(List<String> more) {
            List<String> all = new ArrayList<>(notes);
            all.addAll(more);
            return new Content(
                    train, validation, test, preprocessing, isNormalized, unreadable, all);
        }
    }
}
