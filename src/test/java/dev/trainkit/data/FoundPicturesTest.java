package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundPicturesTest {

    @TempDir private Path folder;

    private void file(String name, byte... content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    @Test
    void findsWhatTrainingFindsAndCountsTheRest() throws IOException {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
        for (String name : List.of("b.PNG", "deep/er/a.jpeg", "a.tif")) {
            file(name, (byte) 1); // by its name, whatever is in it
        }
        for (String name : List.of("no-ending", "notes.txt", "x.heic", ".hidden.png")) {
            file(name, png);
        }
        file("raw.cr2", (byte) 1);
        file("deep/README", (byte) 1);
        file("deep/scans.tar.gz", (byte) 1);

        FoundPictures found = FoundPictures.in(folder);

        assertThat(found.pictures())
                .map(picture -> folder.relativize(picture).toString())
                .containsExactly(
                        "a.tif", "b.PNG", "deep/er/a.jpeg", "no-ending", "notes.txt", "x.heic");
        assertThat(found.notes())
                .map(note -> note.replace(folder.toString(), "DIR"))
                .containsExactly(
                        "1 file that systems and archivers leave is passed over: DIR/.hidden.png",
                        "1 file with the name of a note is passed over: DIR/deep/README",
                        "1 archive is not looked into: DIR/deep/scans.tar.gz. Unpack it if its pictures are wanted.",
                        "1 file is not named as a picture is, and is passed over: DIR/raw.cr2");
    }
}
