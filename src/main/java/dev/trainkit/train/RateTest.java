package dev.trainkit.train;

import java.util.List;
import java.util.Optional;

/**
 * What a learning-rate range test has seen.
 *
 * @param points in the order of their rates, at least one
 */
public record RateTest(List<Point> points) {

    /**
     * A lower rate than that of the lowest loss by this much trains well, and does not run away.
     */
    private static final double MARGIN = 10;

    /** A share of the first loss; less may be chance. */
    private static final double LEAST_FALL = 0.01;

    /**
     * One step.
     *
     * @param rate of the step
     * @param loss before the step
     * @param smoothed average of the losses so far, the later ones counting more
     */
    public record Point(double rate, double loss, double smoothed) {}

    public RateTest {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a range test has at least one point");
        }
    }

    /** The point of the lowest smoothed loss, the first of equals. */
    public Point lowest() {
        Point lowest = points.get(0);
        for (Point point : points) {
            lowest = point.smoothed() < lowest.smoothed() ? point : lowest;
        }
        return lowest;
    }

    /**
     * The point before the lowest at which the smoothed loss falls fastest by the rate's logarithm.
     */
    public Point steepest() {
        int last = points.indexOf(lowest());
        Point steepest = points.get(0);
        double most = 0;
        for (int i = 1; i < last; i++) {
            double fall = points.get(i - 1).smoothed() - points.get(i + 1).smoothed();
            if (fall > most) {
                most = fall;
                steepest = points.get(i);
            }
        }
        return steepest;
    }

    /** Why the suggestion is not to be trusted; empty where nothing speaks against it. */
    public Optional<String> doubt() {
        Point lowest = lowest();
        double first = points.get(0).smoothed();
        if (lowest.equals(points.get(0))) {
            return Optional.of("the loss only rose: begin with a lower --from");
        }
        if (lowest.equals(points.get(points.size() - 1))) {
            return Optional.of("the loss was still falling at the last rate: raise --to");
        }
        if (first - lowest.smoothed() < LEAST_FALL * first) {
            return Optional.of(
                    "the loss hardly fell at any rate: take more --steps, or look at the data first");
        }
        return Optional.empty();
    }

    /** A tenth of the rate at which the loss was lowest. */
    public double suggestion() {
        return lowest().rate() / MARGIN;
    }
}
