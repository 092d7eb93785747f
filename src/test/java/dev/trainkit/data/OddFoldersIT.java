package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import dev.trainkit.config.RunConfig;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders as people have them, drawn by a seed. {@code -Dtrainkit.folders=10000} tries more of
 * them.
 */
@DisabledOnOs(OS.WINDOWS) // which has no such names
class OddFoldersIT {

    private static final int FOLDERS = Integer.getInteger("trainkit.folders", 500);
    private static final DataConfig CONFIG =
            RunConfig.of("data.image.size=4x4", "data.on-error=skip").data();
    private static final Pattern INSIDE =
            Pattern.compile(
                    "[a-z](Exception|Error)\\b|\\.java\\b|\\b(java|javax|com|sun)\\.[a-z]"
                            + "|\\bnull\\b|@\\p{XDigit}{4}");

    @TempDir private Path temporary;

    @Test
    void opensEachOrRefusesItWithASentenceAndCountsEveryFile() throws IOException {
        byte[] png = png();
        int opened = 0;
        for (int i = 0; i < FOLDERS; i++) {
            Path folder = temporary.resolve(String.valueOf(i));
            Path root = folder.resolve("100%d");
            int files = OddFolders.write(i, root, folder.resolve("outside"), png);
            Optional<Dataset.Content> content = open(root, i);
            if (content.isPresent()) {
                opened++;
                assertThat(accountedFor(content.get(), root)).as("folder %d", i).isEqualTo(files);
            }
            delete(folder);
        }
        assertThat(opened).isBetween(FOLDERS / 3, FOLDERS - FOLDERS / 20);
    }

    private static Optional<Dataset.Content> open(Path root, int number) {
        try {
            return Optional.of(
                    new ImageFolder()
                            .read(CONFIG.from("image-folder", root), ReadingProgress.NONE));
        } catch (TrainkitException e) {
            assertThat(e.getMessage().replace(root.toString(), "DIR"))
                    .as("folder %d", number)
                    .contains("DIR")
                    .endsWith(".")
                    .doesNotContainPattern(INSIDE);
            return Optional.empty();
        }
    }

    /** Each is a picture used, an unreadable one, or passed over. */
    private static int accountedFor(Dataset.Content content, Path root) {
        return content.train().size()
                + size(content.validation())
                + size(content.test())
                + content.unreadable().size()
                + ClassFolders.in(root).passedOver();
    }

    /** Links, not what they lead to; JUnit would warn of each. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static int size(ImageData part) {
        return part == null ? 0 : part.size();
    }

    private static byte[] png() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY), "png", bytes);
        return bytes.toByteArray();
    }
}
