package dev.trainkit.train;

import dev.trainkit.eval.Meter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Where a run is, as it goes; {@link RunState} is a copy of it for the disk. */
final class RunProgress {

    private final List<EpochResult> epochs = new ArrayList<>();
    private final List<Integer> interruptions = new ArrayList<>();
    private Meter meter = new Meter();
    private int step;
    private int batches;
    private double epochSeconds;
    private double seconds;
    private double rateFactor = 1;

    /** The epoch that is being trained, counted from 1. */
    int epoch() {
        return epochs.size() + 1;
    }

    /** Those that are completed. */
    List<EpochResult> epochs() {
        return Collections.unmodifiableList(epochs);
    }

    /** Steps taken. */
    int step() {
        return step;
    }

    /** Batches of the current epoch that are done. */
    int batches() {
        return batches;
    }

    /** The current epoch's figures. */
    Meter meter() {
        return meter;
    }

    /** Of training in the current epoch. */
    double epochSeconds() {
        return epochSeconds;
    }

    /** Of the run, interruptions left out. */
    double seconds() {
        return seconds;
    }

    /** What the schedule's rate is multiplied by. */
    double rateFactor() {
        return rateFactor;
    }

    /** Steps after which the run was interrupted. */
    List<Integer> interruptions() {
        return Collections.unmodifiableList(interruptions);
    }

    void endBatches(int count, double theirSeconds) {
        batches += count;
        epochSeconds += theirSeconds;
        seconds += theirSeconds;
    }

    void endStep(Meter.Totals figures) {
        step++;
        meter.add(figures);
    }

    void endEpoch(EpochResult epoch) {
        epochs.add(epoch);
        meter = new Meter();
        batches = 0;
        epochSeconds = 0;
    }

    void scaleRate(double factor) {
        rateFactor = factor;
    }

    void interrupted() {
        interruptions.add(step);
    }

    RunState save(
            Integer bestEpoch,
            Map<String, Integer> optimizerSteps,
            Map<String, Double> schedule,
            RunIdentity identity) {
        return new RunState(
                RunState.FORMAT_VERSION,
                step,
                batches,
                meter.totals(),
                epochSeconds,
                seconds,
                List.copyOf(epochs),
                bestEpoch,
                optimizerSteps,
                schedule,
                rateFactor,
                List.copyOf(interruptions),
                identity);
    }

    void restore(RunState saved) {
        epochs.clear();
        epochs.addAll(saved.epochs());
        interruptions.clear();
        interruptions.addAll(saved.interruptions());
        meter = new Meter(saved.meter());
        step = saved.step();
        batches = saved.batches();
        epochSeconds = saved.epochSeconds();
        seconds = saved.seconds();
        rateFactor = saved.rateFactor();
    }
}
