package dev.trainkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.config.RunConfig;
import dev.trainkit.data.DataParts;
import dev.trainkit.data.Datasets;
import dev.trainkit.data.SmallMnist;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkInputsTest {

    @TempDir private static Path data;

    @BeforeAll
    static void writeData() throws IOException {
        SmallMnist.write(data, 100, 10);
    }

    private static List<NetworkViews.Shown> inputs(String... settings) {
        RunConfig config =
                RunConfig.of(
                        Stream.concat(Stream.of("data.path='" + data + "'"), Stream.of(settings))
                                .toArray(String[]::new));
        DataParts parts = Datasets.open(config.data(), config.train().seed());
        return NetworkInputs.first(parts, config, 4).labelled();
    }

    @Test
    void areShownAsTheFirstEpochChangedThem() {
        List<NetworkViews.Shown> turned = inputs("data.augment.rotate=90");
        assertThat(turned)
                .extracting(NetworkViews.Shown::text)
                .containsExactlyElementsOf(inputs().stream().map(i -> i.text()).toList());
        assertThat(turned).doesNotContainAnyElementsOf(inputs());
        assertThat(inputs("data.augment.rotate=90", "train.batch-size=7")).isEqualTo(turned);
    }

    /** A picture is mixed with one of its batch, which is more than what is shown. */
    @Test
    void areMixedWithThePicturesOfTheirWholeBatch() {
        String mixed = "data.augment.mixup=1";
        assertThat(inputs(mixed, "train.batch-size=4"))
                .isNotEqualTo(inputs(mixed, "train.batch-size=64"));
    }
}
