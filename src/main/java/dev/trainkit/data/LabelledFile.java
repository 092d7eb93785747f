package dev.trainkit.data;

import java.nio.file.Path;

/**
 * A file with one picture, and what it shows.
 *
 * @param label an index into the classes
 */
record LabelledFile(Path file, int label) {}
