package dev.trainkit.bench;

import dev.trainkit.data.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Decodes picture files from memory, one after the other. */
final class DecodePictures {

    private DecodePictures() {}

    public static void main(String[] arguments) throws IOException {
        Work work = Work.of(arguments);
        List<byte[]> pictures = pictures(work.data());
        decode(pictures, work.number("seconds", 3));
        Measures.print(
                String.format(
                        Locale.ROOT,
                        "\"microsPerPicture\": %.6f",
                        1e6 * decode(pictures, work.number("seconds", 3))));
    }

    private static List<byte[]> pictures(Path folder) throws IOException {
        List<byte[]> pictures = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                pictures.add(Files.readAllBytes(file));
            }
        }
        return pictures;
    }

    /** Seconds a picture. */
    private static double decode(List<byte[]> pictures, int seconds) {
        long start = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - start < seconds * 1e9) {
            for (byte[] picture : pictures) {
                Pictures.read(picture, "the picture");
            }
            count += pictures.size();
        }
        return (System.nanoTime() - start) / 1e9 / count;
    }
}
