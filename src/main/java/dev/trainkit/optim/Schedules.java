package dev.trainkit.optim;

import ai.djl.training.tracker.Tracker;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.ScheduleConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The learning rate's schedules by name, as factors of its peak. To add one: write its formula, add
 * its line.
 */
public final class Schedules {

    /** The factor at a share of the run, from 0 at its first step to 1 after its last. */
    private interface Curve {
        double factor(double progress);
    }

    private static final Map<String, Curve> CURVES =
            new TreeMap<>(Map.of("constant", progress -> 1, "cosine", Schedules::cosine));

    private Schedules() {}

    public static List<String> names() {
        return List.copyOf(CURVES.keySet());
    }

    /**
     * The rate of each step, counted from 0: up from rate / warm-up steps in equal parts, then
     * along the curve over the steps that are left.
     *
     * @param peak the highest rate
     * @throws TrainkitException when there is no schedule of that name
     */
    public static Tracker create(
            ScheduleConfig config, double peak, int stepsPerEpoch, int epochs) {
        Curve curve = CURVES.get(config.name());
        if (curve == null) {
            throw new TrainkitException(
                    "Unknown schedule '%s'. The schedules are: %s. Set schedule.name to one of them."
                            .formatted(config.name(), String.join(", ", names())));
        }
        long warmup = Math.round(config.warmupEpochs() * stepsPerEpoch);
        long rest = Math.max(1, (long) stepsPerEpoch * epochs - warmup);
        return step ->
                (float)
                        (peak
                                * (step < warmup
                                        ? (step + 1.0) / warmup
                                        : curve.factor((double) (step - warmup) / rest)));
    }

    /** Half a cosine from 1 to 0 (Loshchilov and Hutter 2017). */
    private static double cosine(double progress) {
        return (1 + Math.cos(Math.PI * progress)) / 2;
    }
}
