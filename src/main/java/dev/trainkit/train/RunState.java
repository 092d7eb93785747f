package dev.trainkit.train;

import dev.trainkit.eval.Meter;
import java.util.List;
import java.util.Map;

/**
 * Where a run is: with the weights, the optimizer's arrays and the best epoch's weights, all that
 * it needs to go on to the same bytes. No generator's state is among it, for each draws from the
 * seed and its place in the run.
 *
 * @param step steps taken
 * @param batches of the current epoch that are done
 * @param meter the current epoch's figures so far
 * @param epochSeconds of training in the current epoch so far
 * @param seconds since the run began, interruptions left out
 * @param epochs those that are completed
 * @param bestEpoch the one whose weights are kept, counted from 1; null before the first
 * @param optimizerSteps steps of each parameter
 * @param schedule what the schedule of the learning rate has learnt from the epochs
 * @param rateFactor what the schedule's rate is multiplied by; halved at each rollback
 * @param interruptions the steps after which the run was interrupted and went on later
 */
record RunState(
        int formatVersion,
        int step,
        int batches,
        Meter.Totals meter,
        double epochSeconds,
        double seconds,
        List<EpochResult> epochs,
        Integer bestEpoch,
        Map<String, Integer> optimizerSteps,
        Map<String, Double> schedule,
        double rateFactor,
        List<Integer> interruptions,
        RunIdentity identity) {

    static final int FORMAT_VERSION = 1;
}
