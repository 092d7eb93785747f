package dev.trainkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {

    private static final ProgressLine HALFWAY =
            new ProgressLine(3, 10, 422, 844, 0.12345, 0.9612, 6543.2, 65.4);

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
    @ValueSource(ints = {20, 30, 40, 50, 60, 70, 80, 90, 100, 120, 200})
    void neverReachesTheLastColumn(int columns) {
        assertThat(HALFWAY.fit(columns)).hasSizeLessThan(columns);
    }

    @Test
    void showsHoursWhereThereAreSome() {
        assertThat(new ProgressLine(1, 99, 0, 10, 2.3, 0.1, 100, 7384).fit(120))
                .contains("2:03:04 left");
    }
}
