package dev.trainkit.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where trainkit is installed: the folder with {@code config}, {@code models} and {@code scripts}.
 * The launcher names it; {@code java -jar target/trainkit.jar} finds it above the jar.
 */
final class Home {

    private static final String PROPERTY = "trainkit.home";

    private Home() {}

    /** Makes the property hold for everyone who reads it later, such as the data sets. */
    static void settle() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, aboveTheJar().toString());
        }
    }

    /** Empty in the home itself, so that messages show {@code models/lenet-mnist}. */
    static Path path() {
        Path home = Path.of(System.getProperty(PROPERTY, ""));
        return home.equals(Path.of("").toAbsolutePath()) ? Path.of("") : home;
    }

    static Path defaultConfig() {
        return path().resolve("config/lenet-mnist.yaml");
    }

    static Path defaultModel() {
        return path().resolve("models/lenet-mnist");
    }

    /** A picture that comes with trainkit. */
    static Path sampleDigit() {
        return path().resolve("src/main/dist/samples/digit-7.png");
    }

    /** How the person called this program, {@code scripts/trainkit} for one. */
    static String command() {
        return System.getProperty("trainkit.command", "trainkit");
    }

    private static Path aboveTheJar() {
        try {
            URI code = Home.class.getProtectionDomain().getCodeSource().getLocation().toURI();
            Path target = Path.of(code).getParent();
            Path home = target == null ? null : target.getParent();
            return home != null && Files.isDirectory(home.resolve("config")) ? home : Path.of("");
        } catch (URISyntaxException e) {
            return Path.of("");
        }
    }
}
