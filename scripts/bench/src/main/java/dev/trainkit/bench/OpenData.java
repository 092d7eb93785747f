package dev.trainkit.bench;

import dev.trainkit.config.DataConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.DataParts;
import dev.trainkit.data.Datasets;

import java.util.Locale;

/** Opens pictures in a JVM that has done nothing else, as {@code trainkit train} does. */
final class OpenData {

    private OpenData() {}

    public static void main(String[] arguments) {
        Work work = Work.of(arguments);
        DataConfig config =
                RunConfig.of("data.name=" + work.text("name", "mnist"), "data.path=" + work.data())
                        .data();
        long start = System.nanoTime();
        DataParts parts = Datasets.open(config, 42);
        double seconds = (System.nanoTime() - start) / 1e9;
        int pictures = parts.train().size() + parts.validation().size() + parts.test().size();
        Measures.print(
                String.format(
                        Locale.ROOT, "\"seconds\": %.6f, \"pictures\": %d", seconds, pictures));
    }
}
