package dev.trainkit.train;

import dev.trainkit.config.RunConfig;
import dev.trainkit.optim.Schedule;
import dev.trainkit.optim.Schedules;
import java.util.Locale;
import java.util.Optional;

/** Where more epochs, or fewer, give the steps of a resumed run other rates than it had so far. */
final class RateJump {

    private RateJump() {}

    /**
     * A sentence where the schedule of the longer run is another one.
     *
     * @param then the run's configuration until now
     * @param now the same with another number of epochs
     * @param step steps taken, of so many an epoch
     * @param factor what the rates are multiplied by
     */
    static Optional<String> note(
            RunConfig then, RunConfig now, int stepsPerEpoch, int step, double factor) {
        int before = then.train().epochs();
        int after = now.train().epochs();
        if (step == 0 || (long) after * stepsPerEpoch <= step) {
            return Optional.empty();
        }
        Schedule old = schedule(then, stepsPerEpoch);
        Schedule stretched = schedule(now, stepsPerEpoch);
        boolean goesOn = (long) before * stepsPerEpoch > step;
        boolean same =
                old.rate(step - 1) == stretched.rate(step - 1)
                        && (!goesOn || old.rate(step) == stretched.rate(step));
        return same
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                Locale.ROOT,
                                "The schedule, %s, is over %d epochs now and was over %d: the learning rate goes from %s in step %d to %s in step %d, which a run of %d epochs would have there.",
                                now.schedule().name(),
                                after,
                                before,
                                rate(factor * old.rate(step - 1)),
                                step,
                                rate(factor * stretched.rate(step)),
                                step + 1,
                                after));
    }

    private static Schedule schedule(RunConfig config, int stepsPerEpoch) {
        return Schedules.create(
                config.schedule(),
                config.optimizer().learningRate(),
                stepsPerEpoch,
                config.train().epochs());
    }

    /** With three digits that count. */
    private static String rate(double rate) {
        return String.valueOf(Double.parseDouble(String.format(Locale.ROOT, "%.2e", rate)));
    }
}
