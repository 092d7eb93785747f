package dev.trainkit.data;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the data sets that come with the repository; the library itself has none in it. */
final class ShippedData {

    private ShippedData() {}

    /**
     * The folder of this data set below the directory in {@code trainkit.home}, else around the
     * place this class was loaded from, else below the working directory.
     */
    static Optional<Path> folder(String name) {
        return homes().map(home -> home.resolve(Path.of("src", "main", "dist", "data", name)))
                .filter(Files::isDirectory)
                .findFirst();
    }

    private static Stream<Path> homes() {
        String home = System.getProperty("trainkit.home");
        return Stream.of(
                        Optional.ofNullable(home).map(Path::of),
                        build().map(Path::getParent),
                        Optional.of(Path.of("").toAbsolutePath()))
                .flatMap(Optional::stream);
    }

    /** {@code target}: the folder of the jar, or of the classes. */
    private static Optional<Path> build() {
        CodeSource source = ShippedData.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(Path.of(source.getLocation().toURI()).getParent());
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty(); // loaded from somewhere that is no file, such as a nested jar
        }
    }
}
