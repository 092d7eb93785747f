package dev.trainkit.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One entry of {@link Datasets}: pictures with labels, and where they are looked for. */
interface Dataset {

    /** What {@code data.name} calls it. */
    String name();

    /**
     * Reads all pictures.
     *
     * @param path {@code data.path}, or null to look in the usual places
     */
    TrainAndTest read(Path path);

    /** The folder that would be read without {@code data.path} and without a network. */
    Optional<Path> found();

    /** What to do to have it. */
    String advice();

    /** The names that its labels stand for. */
    List<String> classes();

    /** How the pixels of its usual pictures become what a network sees. */
    Preprocessing preprocessing();

    /** How its pixels become what a network sees. */
    record TrainAndTest(ImageData train, ImageData test, Preprocessing preprocessing) {}
}
