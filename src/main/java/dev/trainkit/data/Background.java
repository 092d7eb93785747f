package dev.trainkit.data;

/** What a person's picture shows behind the ink or the object. */
public enum Background {
    /** Told from the border of each picture. */
    AUTO,
    /** Dark ink on paper; the picture is inverted. */
    LIGHT,
    /** Light on black, as MNIST's files are. */
    DARK
}
