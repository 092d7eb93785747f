package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFilesTest {

    @TempDir private Path folder;

    private DataParts open(String name, String path, String size) {
        RunConfig config =
                RunConfig.of(
                        "data.name=" + name,
                        "data.path='" + folder.resolve(path) + "'",
                        "data.image.size=" + size,
                        "data.validation=0");
        return Datasets.open(config.data().testedBy(1.0), 1);
    }

    private void pets() throws IOException {
        byte[] pixels = {1, 2, 3, 4, 5, 6, 7, 8};
        ImageData two = new ImageData(pixels, new int[] {0, 1}, 2, 2, 1, List.of("big cat", "dog"));
        PngFolder.write(two, folder.resolve("my pets/train"));
        PngFolder.write(two, folder.resolve("my pets/test"));
    }

    private static List<String> names(ImageData part) {
        return IntStream.range(0, part.size()).mapToObj(part::name).toList();
    }

    @Test
    void namesAPictureByItsPathFromTheFolder() throws IOException {
        pets();

        ImageData test = open("image-folder", "my pets", "2x2").test();

        assertThat(names(test)).containsExactly("test/big cat/00000.png", "test/dog/00001.png");
        assertThat(names(test.select(new int[] {1}))).containsExactly("test/dog/00001.png");
        assertThat(test.place(1))
                .isEqualTo(folder.resolve("my pets/test/dog/00001.png").toString());
    }

    @Test
    void namesAPictureByItsPathFromTheTableThatListsIt() throws IOException {
        pets();
        Path table = Files.createDirectory(folder.resolve("tables")).resolve("pets.csv");
        Files.writeString(
                table,
                """
                label,path
                cat,../my pets/train/big cat/00000.png
                dog,../my pets/train/dog/00001.png
                """);

        DataParts parts = open("csv", "tables/pets.csv", "2x2");

        assertThat(names(parts.source()))
                .containsExactly(
                        "../my pets/train/big cat/00000.png", "../my pets/train/dog/00001.png");
    }

    @Test
    void numbersPicturesThatAreInNoFiles() {
        ImageData data = new ImageData(new byte[3], new int[3], 1, 1, 1, List.of("a"));

        assertThat(names(data.select(new int[] {2, 0}))).containsExactly("picture 2", "picture 0");
        assertThat(data.sourceSha256()).isEqualTo(data.sha256());
    }

    @Test
    void knowsTheSameFilesWhateverSizeTheyAreMade() throws IOException {
        pets();
        ImageData one = open("image-folder", "my pets", "8x8").test();
        ImageData other = open("image-folder", "my pets", "4x4").test();

        assertThat(one.sha256()).isNotEqualTo(other.sha256());
        assertThat(one.sourceSha256()).isEqualTo(other.sourceSha256());
        assertThat(one.select(new int[] {1, 0}).sourceSha256()).isNotEqualTo(one.sourceSha256());

        Path gone = folder.resolve("my pets/test/dog/00001.png");
        Files.delete(gone);
        assertThatThrownBy(one::sourceSha256)
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        gone
                                + " was read, but cannot be read again. Put it back as it was, and try again.");
    }
}
