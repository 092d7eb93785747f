package dev.trainkit.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.trainkit.Slow;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.SmallMnist;
import dev.trainkit.train.RateTest.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Range tests on the first pictures of the real MNIST. */
@Slow
class LearningRateFinderTest {

    @TempDir private static Path data;

    @BeforeAll
    static void writeData() throws IOException {
        SmallMnist.write(data, 640, 10);
    }

    @Test
    void stepsAtEachRateOfAGeometricSequence() {
        List<Point> points = find(1e-6, 1e-4, 5).points();
        assertThat(points).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(points.get(i).rate() / Math.pow(10, -6 + i / 2.0))
                    .isCloseTo(1, within(1e-12));
        }
    }

    /** By hand: the mean of the first two, weighed 0.98 to 1, is what the average starts with. */
    @Test
    void averagesTheLossesWithTheLaterOnesCountingMore() {
        List<Point> points = find(1e-6, 1e-4, 5).points();
        assertThat(points.get(0).smoothed()).isCloseTo(points.get(0).loss(), within(1e-9));
        assertThat(points.get(1).smoothed())
                .isCloseTo(
                        (0.98 * points.get(0).loss() + points.get(1).loss()) / 1.98, within(1e-9));
    }

    @Test
    void endsWhereTheLossRunsAwayAndSuggestsFarLess() {
        RateTest test = find(1e-5, 1e4, 90);
        Point last = test.points().get(test.points().size() - 1);
        assertThat(test.points()).hasSizeBetween(30, 89);
        assertThat(last.smoothed()).isGreaterThan(4 * test.lowest().smoothed());
        assertThat(test.suggestion()).isBetween(0.001, 0.1);
        assertThat(test.suggestion()).isEqualTo(test.lowest().rate() / 10);
        assertThat(test.steepest().rate()).isLessThan(test.lowest().rate());
    }

    /** The loss of a step far out is no number at once, and no average has run away before. */
    @Test
    void endsWhereTheLossIsNoNumber() {
        assertThat(find(1e30, 1e31, 50).points()).hasSizeLessThan(5);
    }

    @Test
    void goesOverTheDataAgainWhereTheyAreFewerThanTheSteps() {
        assertThat(find(1e-6, 1e-5, 12, "data.limit=200").points()).hasSize(12);
    }

    @Test
    void takesItsOwnEndAndNotThatOfTheRun() {
        assertThat(
                        find(
                                        1e-6,
                                        1e-5,
                                        12,
                                        "budget.max-steps=3",
                                        "schedule.name=cosine",
                                        "train.epochs=1")
                                .points())
                .hasSize(12);
    }

    @Test
    void findsTheLowestAndTheSteepestPoint() {
        RateTest test =
                new RateTest(
                        List.of(
                                new Point(1, 5, 5),
                                new Point(2, 5, 4.9),
                                new Point(4, 4, 4),
                                new Point(8, 3, 3.8),
                                new Point(16, 3, 3.9)));
        assertThat(test.lowest().rate()).isEqualTo(8);
        assertThat(test.steepest().rate()).isEqualTo(4);
        assertThat(test.suggestion()).isEqualTo(0.8);
    }

    @Test
    void aTestWithoutPointsIsNone() {
        assertThatThrownBy(() -> new RateTest(List.of()))
                .hasMessage("a range test has at least one point");
    }

    private static RateTest find(double from, double to, int steps, String... overrides) {
        List<String> settings = new ArrayList<>(List.of("data.path=" + data, "engine.threads=1"));
        settings.addAll(List.of(overrides));
        return LearningRateFinder.run(
                RunConfig.of(settings.toArray(String[]::new)), from, to, steps);
    }

    @Test
    void doubtsASuggestionThatTheCurveDoesNotBear() {
        assertThat(ofLosses(2.3, 2.0, 1.5, 2.4).doubt()).isEmpty();
        assertThat(ofLosses(2.3, 2.4, 2.5).doubt())
                .contains("the loss only rose: begin with a lower --from");
        assertThat(ofLosses(2.3, 2.0, 1.5).doubt())
                .contains("the loss was still falling at the last rate: raise --to");
        assertThat(ofLosses(2.3, 2.29, 2.4).doubt())
                .contains(
                        "the loss hardly fell at any rate: take more --steps, or look at the data"
                                + " first");
    }

    private static RateTest ofLosses(double... losses) {
        List<RateTest.Point> points = new ArrayList<>();
        for (double loss : losses) {
            points.add(new RateTest.Point(Math.pow(10, points.size() - 4.0), loss, loss));
        }
        return new RateTest(points);
    }
}
