package dev.trainkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {

    private static final ProgressLine HALFWAY =
            new ProgressLine(
                    "epoch 3/10",
                    0.5,
                    List.of("loss 0.1235", "accuracy 96.12 %", "1:05 left", "6543 images/s"));

    @Test
    void showsEverythingOnAWideTerminal() {
        assertThat(HALFWAY.fit(120))
                .isEqualTo(
                        "epoch 3/10  [###############...............]  loss 0.1235  accuracy"
                                + " 96.12 %  1:05 left  6543 images/s");
    }

    @Test
    void shortensTheBarOnAnOrdinaryTerminal() {
        assertThat(HALFWAY.fit(80))
                .isEqualTo(
                        "epoch 3/10  [####....]  loss 0.1235  accuracy 96.12 %  1:05 left  6543 images/s");
    }

    @Test
    void keepsWhatIsWantedMostOnANarrowTerminal() {
        assertThat(HALFWAY.fit(35)).isEqualTo("epoch 3/10  [###....]  loss 0.1235");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10, 11, 12, 20, 30, 40, 50, 60, 70, 80, 90, 100, 120, 200})
    void neverReachesTheLastColumn(int columns) {
        assertThat(HALFWAY.fit(columns)).hasSizeLessThan(columns);
    }

    @Test
    void hasNoBarWhereNobodyKnowsTheEnd() {
        assertThat(ProgressLine.of("Opening mnist").fit(80)).isEqualTo("Opening mnist");
        assertThat(ProgressLine.of("Opening mnist").whole()).isEqualTo("Opening mnist");
    }

    @Test
    void saysAllOfItWhereLinesAreNotDrawnOver() {
        assertThat(HALFWAY.whole())
                .isEqualTo(
                        "epoch 3/10  50 %  loss 0.1235  accuracy 96.12 %  1:05 left  6543 images/s");
    }

    @Test
    void showsHoursWhereThereAreSome() {
        assertThat(ProgressLine.left(65.4)).isEqualTo("1:05 left");
        assertThat(ProgressLine.left(7384)).isEqualTo("2:03:04 left");
    }
}
