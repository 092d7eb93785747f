package dev.trainkit.optim;

import java.util.Map;

/**
 * A linear rise to the peak in front of a schedule, {@code LinearLR} in PyTorch's {@code
 * SequentialLR}.
 *
 * @param steps that it takes; may be 0
 * @param peak the rate of its last step
 * @param pace how many steps make one of the schedule that follows
 * @param after what follows, counted from 0 again
 */
record WarmUp(int steps, double peak, int pace, Schedule after) implements Schedule {

    @Override
    public double rate(int step) {
        return step < steps ? peak * (step + 1) / steps : after.rate((step - steps) / pace);
    }

    @Override
    public void epochEnded(double loss) {
        after.epochEnded(loss);
    }

    @Override
    public Map<String, Double> save() {
        return after.save();
    }

    @Override
    public void restore(Map<String, Double> saved) {
        after.restore(saved);
    }
}
