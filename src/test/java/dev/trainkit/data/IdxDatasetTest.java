package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxDatasetTest {

    private static final Preprocessing PREPROCESSING =
            new Preprocessing(28, 28, 1, 2, List.of(0.5f), List.of(0.5f), PictureStyle.PLAIN);

    @TempDir private Path folder;
    private Path data;

    @BeforeEach
    void writeADataSet() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        write(data, IdxFolder.TRAIN_IMAGES, IdxBytes.images(3));
        write(data, IdxFolder.TRAIN_LABELS, IdxBytes.labels(1, 0, 1));
        write(data, IdxFolder.TEST_IMAGES, IdxBytes.gzip(IdxBytes.images(2)));
        write(data, IdxFolder.TEST_LABELS, IdxBytes.labels(0, 1));
    }

    private static void write(Path folder, String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
    }

    private static IdxDataset dataset(
            Optional<Path> shipped, Map<String, String> sha256, Path... installed) {
        return new IdxDataset(
                "letters",
                List.of("a", "b"),
                PREPROCESSING,
                "Letters",
                new DjlRepository("letters"),
                shipped,
                sha256,
                List.of(installed),
                Optional.of("dataset-letters"));
    }

    private static IdxDataset dataset() {
        return dataset(Optional.empty(), Map.of());
    }

    @Test
    void readsFourFilesWithPicturesOfTheirOwnSize() {
        Dataset.Content read = dataset().read(data);
        assertThat(read.train().size()).isEqualTo(3);
        assertThat(read.train().image(1)).containsExactly(6, 7, 8, 9, 10, 11);
        assertThat(read.train().label(1)).isZero();
        assertThat(read.test().size()).isEqualTo(2);
        assertThat(read.test().classes()).containsExactly("a", "b");
        assertThat(read.preprocessing().inputShape()).containsExactly(1, 2 + 4, 3 + 4);
    }

    @Test
    void namesBothFilesWhoseCountsDisagree() throws IOException {
        write(data, IdxFolder.TEST_LABELS, IdxBytes.labels(0, 1, 0));
        assertThatThrownBy(() -> dataset().read(data))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        data.resolve("t10k-images-idx3-ubyte")
                                + " has 2 images, but "
                                + data.resolve("t10k-labels-idx1-ubyte")
                                + " has 3 labels. Put files there that belong together.");
    }

    @Test
    void refusesTestPicturesOfAnotherSize() throws IOException {
        write(data, IdxFolder.TEST_IMAGES, IdxBytes.idx(new byte[8], 0x803, 2, 2, 2));
        assertThatThrownBy(() -> dataset().read(data))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        data
                                + " has training pictures of 2x3, but test pictures of 2x2. Put files"
                                + " there that belong together.");
    }

    @Test
    void refusesALabelWithoutAClass() throws IOException {
        write(data, IdxFolder.TRAIN_LABELS, IdxBytes.labels(1, 0, 2));
        assertThatThrownBy(() -> dataset().read(data))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(
                        data.resolve("train-labels-idx1-ubyte")
                                + ": label 2 is 2, but the classes are 0 to 1. ");
    }

    @Test
    void checksTheDigestsOfWhatIsShippedAndOfNothingElse() {
        Map<String, String> digests = Map.of(IdxFolder.TRAIN_LABELS, "0".repeat(64));
        assertThatThrownBy(() -> dataset(Optional.of(data), digests).read(null))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(
                        data.resolve("train-labels-idx1-ubyte")
                                + ": the content is not that of the published file: its SHA-256 is ")
                .hasMessageEndingWith(
                        ", not "
                                + "0".repeat(64)
                                + ". Restore the file, or set data.path to the folder with the files"
                                + " you mean.");
        assertThat(dataset(Optional.of(folder), digests).read(data).train().size()).isEqualTo(3);
        assertThat(dataset(Optional.empty(), digests, data).read(null).train().size()).isEqualTo(3);
    }

    @Test
    void looksIntoWhatIsShippedThenIntoEachInstalledFolderThatHasAllFourFiles() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        assertThat(dataset(Optional.of(other), Map.of(), data).found()).contains(other);
        assertThat(dataset(Optional.empty(), Map.of(), other, data).found()).contains(data);
        assertThat(dataset(Optional.empty(), Map.of(), other).found()).isEmpty();
    }

    @Test
    void looksIntoDjlsCache() throws IOException {
        try (SystemProperties settings = new SystemProperties()) {
            settings.set("DJL_CACHE_DIR", folder.toString());
            Path cache = new DjlRepository("letters").cache();
            Files.createDirectories(cache.getParent());
            Files.move(data, cache);
            assertThat(dataset().found()).contains(cache);
            assertThat(dataset().read(null).train().size()).isEqualTo(3);
        }
    }

    @Test
    void saysWhereItLookedAndWhatToDoWhereItIsNotFound() {
        try (SystemProperties settings = new SystemProperties()) {
            settings.set("DJL_CACHE_DIR", folder.toString());
            settings.set("ai.djl.offline", "true");
            Path installed = folder.resolve("installed");
            assertThatThrownBy(() -> dataset(Optional.empty(), Map.of(), installed).read(null))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(
                            "The data set 'letters' was not found in "
                                    + installed
                                    + " or "
                                    + new DjlRepository("letters").cache()
                                    + ", and could not be fetched: DJL is set to stay offline"
                                    + " (DJL_OFFLINE). On Debian and Ubuntu, apt-get install"
                                    + " dataset-letters; elsewhere, set data.path to the folder that"
                                    + " has its four IDX files.");
        }
    }

    /** The digests are those of the published files, which src/main/dist/data/mnist names too. */
    @Test
    void readsTheShippedMnistByItsDigests() {
        IdxDataset mnist = IdxDataset.mnist();
        assertThat(mnist.sha256())
                .containsOnlyKeys(
                        IdxFolder.TRAIN_IMAGES,
                        IdxFolder.TRAIN_LABELS,
                        IdxFolder.TEST_IMAGES,
                        IdxFolder.TEST_LABELS);
        assertThat(mnist.read(null).train().size()).isEqualTo(60_000);
    }

    @Test
    void namesTheClassesOfFashionMnistInTheOrderOfItsLabels() {
        assertThat(IdxDataset.fashionMnist().classes())
                .containsExactly(
                        "T-shirt/top",
                        "Trouser",
                        "Pullover",
                        "Dress",
                        "Coat",
                        "Sandal",
                        "Shirt",
                        "Sneaker",
                        "Bag",
                        "Ankle boot");
        assertThat(IdxDataset.fashionMnist().advice())
                .isEqualTo(
                        "On Debian and Ubuntu, apt-get install dataset-fashion-mnist; elsewhere, set"
                                + " data.path to the folder that has its four IDX files.");
        assertThat(IdxDataset.mnist().advice())
                .isEqualTo("Set data.path to the folder that has its four IDX files.");
    }
}
