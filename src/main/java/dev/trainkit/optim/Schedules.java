package dev.trainkit.optim;

import dev.trainkit.Count;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.ScheduleConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The learning rate's schedules by name, with PyTorch's formulas. To add one: write its formula,
 * add its line, and its settings in {@link ScheduleConfig}.
 */
public final class Schedules {

    /** A schedule in its own time: step 0 follows the warm-up, and a step may be an epoch. */
    private interface Formula {

        /**
         * @param peak the highest rate
         * @param length how many steps there are
         */
        Schedule of(ScheduleConfig config, double peak, int length);
    }

    private static final int LEAST_RUN_PER_WARM_UP = 4;

    private static final Map<String, Formula> FORMULAS =
            new TreeMap<>(
                    Map.of(
                            "constant", (config, peak, length) -> step -> peak,
                            "cosine", Schedules::cosine,
                            "cosine-warm-restarts", Schedules::cosineWarmRestarts,
                            "exponential", Schedules::exponential,
                            "multi-step", Schedules::multiStep,
                            "one-cycle", OneCycle::new,
                            "polynomial", Schedules::polynomial,
                            "reduce-on-plateau",
                                    (config, peak, length) -> new ReduceOnPlateau(config, peak),
                            "step", Schedules::step));

    private Schedules() {}

    public static List<String> names() {
        return List.copyOf(FORMULAS.keySet());
    }

    /**
     * The rate of each step, counted from 0: up from rate / warm-up steps in equal parts, then by
     * the formula over the steps that are left. A run that is too short for its warm-up gives it a
     * quarter of its steps.
     *
     * @param peak the highest rate
     * @throws TrainkitException when there is no schedule of that name
     */
    public static Schedule create(
            ScheduleConfig config, double peak, int stepsPerEpoch, int epochs) {
        Formula formula = FORMULAS.get(config.name());
        if (formula == null) {
            throw new TrainkitException(
                    "Unknown schedule '%s'. The schedules are: %s. Set schedule.name to one of them."
                            .formatted(config.name(), String.join(", ", names())));
        }
        long total = (long) stepsPerEpoch * epochs;
        int warmup = (int) Math.min(longestWarmUp(total), wantedWarmUp(config, stepsPerEpoch));
        int rest = (int) Math.max(1, total - warmup);
        int pace = "epoch".equals(config.per()) ? stepsPerEpoch : 1;
        Schedule after = formula.of(config, peak, (rest + pace - 1) / pace);
        return new WarmUp(warmup, peak, pace, after);
    }

    private static long wantedWarmUp(ScheduleConfig config, int stepsPerEpoch) {
        return Math.round(config.warmupEpochs() * stepsPerEpoch);
    }

    private static long longestWarmUp(long steps) {
        return steps / LEAST_RUN_PER_WARM_UP;
    }

    /** A sentence where a run is too short for its warm-up, which it cuts then. */
    public static Optional<String> note(ScheduleConfig config, int stepsPerEpoch, int epochs) {
        long longest = longestWarmUp((long) stepsPerEpoch * epochs);
        long wanted = wantedWarmUp(config, stepsPerEpoch);
        return wanted <= longest
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                Locale.ROOT,
                                "The warm-up takes %s in the place of %,d, a quarter of the run: schedule.warmup-epochs=%s is more than %s to it.",
                                Count.of(longest, "step"),
                                wanted,
                                number(config.warmupEpochs()),
                                Count.of(epochs, "epoch leaves", "epochs leave")));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    /** {@code torch.optim.lr_scheduler.StepLR}. */
    private static Schedule step(ScheduleConfig config, double peak, int length) {
        return step -> peak * Math.pow(config.gamma(), step / config.stepSize());
    }

    /** {@code torch.optim.lr_scheduler.MultiStepLR}. */
    private static Schedule multiStep(ScheduleConfig config, double peak, int length) {
        return step -> {
            double passed =
                    config.milestones().stream().filter(milestone -> milestone <= step).count();
            return peak * Math.pow(config.gamma(), passed);
        };
    }

    /** {@code torch.optim.lr_scheduler.ExponentialLR}. */
    private static Schedule exponential(ScheduleConfig config, double peak, int length) {
        return step -> peak * Math.pow(config.gamma(), step);
    }

    /** {@code torch.optim.lr_scheduler.CosineAnnealingLR} (Loshchilov and Hutter 2017). */
    private static Schedule cosine(ScheduleConfig config, double peak, int length) {
        int half = config.tMax() == null ? length : config.tMax();
        return step -> halfCosine(peak, config.etaMin(), (double) step / half);
    }

    /** {@code torch.optim.lr_scheduler.CosineAnnealingWarmRestarts}. */
    private static Schedule cosineWarmRestarts(ScheduleConfig config, double peak, int length) {
        return step -> {
            long start = 0;
            long period = config.t0();
            while (step >= start + period) {
                start += period;
                period *= config.tMult();
            }
            return halfCosine(peak, config.etaMin(), (double) (step - start) / period);
        };
    }

    /** {@code torch.optim.lr_scheduler.PolynomialLR}. */
    private static Schedule polynomial(ScheduleConfig config, double peak, int length) {
        int end = config.totalIters() == null ? length : config.totalIters();
        return step -> peak * Math.pow(1 - (double) Math.min(step, end) / end, config.power());
    }

    /** Half a cosine from {@code from} at 0 to {@code to} at 1. */
    static double halfCosine(double from, double to, double progress) {
        return to + (from - to) * (1 + Math.cos(Math.PI * progress)) / 2;
    }
}
