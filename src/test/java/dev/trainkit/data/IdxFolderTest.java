package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFolderTest {

    private static final String FOUR =
            "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte,"
                    + " t10k-labels-idx1-ubyte";

    @TempDir private Path folder;

    private static void touch(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train-images-idx3-ubyte",
                "train-images-idx3-ubyte.gz",
                "train-images.idx3-ubyte",
                "train-images.idx3-ubyte.gz"
            })
    void findsAFileUnderEachOfItsNames(String name) throws IOException {
        touch(folder.resolve(name));
        assertThat(new IdxFolder(folder).file(IdxFolder.TRAIN_IMAGES))
                .hasToString(folder.resolve(name).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "raw", "MNIST/raw"})
    void findsTheFilesWhereTorchvisionPutsThem(String below) throws IOException {
        Path place = folder.resolve(below).normalize();
        touch(place.resolve("t10k-labels-idx1-ubyte"));
        assertThat(IdxFolder.at(folder, "MNIST").folder().normalize()).isEqualTo(place);
    }

    @Test
    void doesNotTakeAnotherDataSetOfTorchvision() throws IOException {
        touch(folder.resolve("FashionMNIST/raw/t10k-labels-idx1-ubyte"));
        assertThat(IdxFolder.at(folder, "MNIST").folder()).isEqualTo(folder);
        assertThat(IdxFolder.at(folder, "FashionMNIST").folder())
                .isEqualTo(folder.resolve("FashionMNIST/raw"));
    }

    @Test
    void hasAllOnlyWhereAllFourAre() throws IOException {
        for (String name : FOUR.split(", ", -1)) {
            assertThat(new IdxFolder(folder).hasAll()).isFalse();
            touch(folder.resolve(name + ".gz"));
        }
        assertThat(new IdxFolder(folder).hasAll()).isTrue();
        assertThat(new IdxFolder(folder.resolve("none")).hasAll()).isFalse();
    }

    @Test
    void namesTheFileThatIsMissing() {
        assertThatThrownBy(() -> new IdxFolder(folder).file(IdxFolder.TEST_LABELS))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        folder
                                + " has no file t10k-labels-idx1-ubyte. Put it there, or set"
                                + " data.path to the folder that has the files "
                                + FOUR
                                + ", gzipped or not.");
    }

    @Test
    void saysThatThereIsNoFolderOrAFile() throws IOException {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> IdxFolder.at(missing, "MNIST"))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "data.path is "
                                + missing
                                + ", but there is no such folder. Set it to the folder that has the"
                                + " files "
                                + FOUR
                                + ", gzipped or not.");
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> IdxFolder.at(file, "MNIST"))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "data.path is "
                                + file
                                + ", but that is a file. Set it to the folder that has the files "
                                + FOUR
                                + ", gzipped or not.");
    }
}
