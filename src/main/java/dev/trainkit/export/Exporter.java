package dev.trainkit.export;

import java.io.IOException;
import java.nio.file.Path;

/** One format: how a model is written in it, and who reads it again. */
interface Exporter {

    /** What {@code --format} calls it. */
    String name();

    /** What the name of such a file ends in. */
    String suffix();

    /** Whether it holds what the network computes, and not its weights alone. */
    boolean holdsTheNetwork();

    /** Writes the whole of it under a name that nobody knows yet. */
    void write(ExportedModel model, Path target) throws IOException;

    /** Reads it as somebody else would. */
    LoadedNetwork open(ExportedModel model, Path written) throws IOException;
}
