package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetsTest {

    private static DataConfig config(String name, double validation, Integer limit) {
        return new DataConfig(name, null, validation, true, limit);
    }

    @Test
    void listsDataSetsAndFormsOfFiles() {
        assertThat(Datasets.names())
                .containsExactly(
                        "mnist",
                        "fashion-mnist",
                        "kmnist",
                        "qmnist",
                        "emnist",
                        "cifar-10",
                        "cifar-100",
                        "image-folder",
                        "csv",
                        "npz",
                        "idx");
    }

    @Test
    void opensTheWholeOfMnistWithoutANetwork() {
        DataParts parts = Datasets.open(new DataConfig(), 42);

        assertThat(parts.train().size()).isEqualTo(54_000);
        assertThat(parts.validation().size()).isEqualTo(6_000);
        assertThat(parts.test().size()).isEqualTo(10_000);
        assertThat(IntStream.range(0, 10).map(parts.test()::label))
                .containsExactly(7, 2, 1, 0, 4, 1, 4, 9, 5, 9);
        assertThat(parts.test().classes())
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(parts.preprocessing().inputShape()).containsExactly(1, 32, 32);
    }

    @Test
    void takesTheFirstPicturesOfTheFileBeforeTheSplitAndAllForTheTest() {
        DataParts parts = Datasets.open(config("mnist", 0, 10), 42);

        assertThat(IntStream.range(0, 10).map(parts.train()::label))
                .containsExactly(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
        assertThat(parts.validation().size()).isZero();
        assertThat(parts.test().size()).isEqualTo(10_000);
    }

    @Test
    void takesAllWhenTheLimitIsAboveTheirNumber() {
        assertThat(Datasets.open(config("mnist", 0, 100_000), 42).train().size()).isEqualTo(60_000);
    }

    @Test
    void refusesANameThatIsNotListed() {
        assertThatThrownBy(() -> Datasets.open(config("mnits", 0, null), 42))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "Unknown data set 'mnits'. The data sets are: mnist, fashion-mnist, kmnist, qmnist, emnist, cifar-10, cifar-100, image-folder, csv, npz, idx. Set data.name to one of them.");
    }

    @Test
    void saysWhereMnistWasFound() {
        assertThat(Datasets.found().get(0).name()).isEqualTo("mnist");
        assertThat(Datasets.found().get(0).folder().orElseThrow())
                .endsWithRaw(java.nio.file.Path.of("src/main/dist/data/mnist"));
    }
}
