package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedDataTest {

    private static final Path MNIST = Path.of("src/main/dist/data/mnist");

    @TempDir private Path folder;
    private final SystemProperties properties = new SystemProperties();

    @AfterEach
    void restore() {
        properties.close();
    }

    @Test
    void looksBelowTheHomeFirst() throws IOException {
        Path shipped = Files.createDirectories(folder.resolve(MNIST));
        properties.set("trainkit.home", folder.toString());
        assertThat(ShippedData.folder("mnist")).contains(shipped);
    }

    /** So that a test or a service finds it that was started without the launcher. */
    @Test
    void looksAroundTheClassesWhereTheHomeHasNone() {
        properties.set("trainkit.home", folder.toString());
        assertThat(ShippedData.folder("mnist").orElseThrow()).isDirectory().endsWith(MNIST);
    }

    @Test
    void findsNothingOfThatName() {
        assertThat(ShippedData.folder("imagenet")).isEmpty();
    }
}
