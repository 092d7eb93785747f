package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.Slow;
import dev.trainkit.data.SmallMnist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Slow
class FoldFiguresTest {

    @TempDir private Path folder;

    @Test
    void trainsOnceForEachFoldAndPrintsMeanAndDeviation() throws IOException {
        Path data = SmallMnist.write(folder.resolve("data"), 90, 30);
        Path out = folder.resolve("model");

        Ran ran =
                Ran.here(
                        "train",
                        "--folds=3",
                        "--epochs=1",
                        "--json",
                        "--set=data.path='" + data + "'",
                        "--out=" + out);

        assertThat(ran.exitCode()).isZero();
        JsonNode figures = new ObjectMapper().readTree(ran.out());
        assertThat(figures.get("folds")).hasSize(3);
        double one = figures.at("/folds/0/validation/accuracy").asDouble();
        double two = figures.at("/folds/1/validation/accuracy").asDouble();
        double three = figures.at("/folds/2/validation/accuracy").asDouble();
        double mean = (one + two + three) / 3;
        double variance =
                (Math.pow(one - mean, 2) + Math.pow(two - mean, 2) + Math.pow(three - mean, 2)) / 2;
        assertThat(figures.at("/validation/mean").asDouble()).isCloseTo(mean, within(1e-12));
        assertThat(figures.at("/validation/deviation").asDouble())
                .isCloseTo(Math.sqrt(variance), within(1e-12));
        for (int fold = 1; fold <= 3; fold++) {
            assertThat(Files.readString(out.resolve("fold-" + fold + "/config.yaml")))
                    .contains("  folds: 3  # --set data.folds=3\n")
                    .contains(
                            String.format(
                                    Locale.ROOT, "  fold: %d  # --set data.fold=%d\n", fold, fold));
        }
    }

    @Test
    void startsRunsOfItsOwn() {
        Ran ran = Ran.here("train", "--folds=3", "--dry-run");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err())
                .startsWith("--folds starts runs of its own: leave out --resume and --dry-run.");
    }
}
