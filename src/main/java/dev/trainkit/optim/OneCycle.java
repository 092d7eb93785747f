package dev.trainkit.optim;

import dev.trainkit.config.ScheduleConfig;

/**
 * {@code torch.optim.lr_scheduler.OneCycleLR} (Smith and Topin 2018) for the learning rate: up to
 * the peak, and down to almost nothing. The momentum stays as it is ({@code cycle_momentum=False}).
 */
final class OneCycle implements Schedule {

    private final boolean cosine;

    /** The rate where each phase begins, and at the end. */
    private final double[] rates;

    /** The step, not always a whole one, at which each phase ends. */
    private final double[] ends;

    OneCycle(ScheduleConfig config, double peak, int length) {
        cosine = config.annealStrategy().equals("cos");
        double initial = peak / config.divFactor();
        double last = initial / config.finalDivFactor();
        double top = config.pctStart() * length - 1;
        if (config.threePhase()) {
            rates = new double[] {initial, peak, initial, last};
            ends = new double[] {top, 2 * config.pctStart() * length - 2, length - 1};
        } else {
            rates = new double[] {initial, peak, last};
            ends = new double[] {top, length - 1};
        }
    }

    @Override
    public double rate(int step) {
        int phase = 0;
        while (phase < ends.length - 1 && step > ends[phase]) {
            phase++;
        }
        double start = phase == 0 ? 0 : ends[phase - 1];
        double span = ends[phase] - start;
        double progress = span > 0 ? Math.min(1, (step - start) / span) : 1;
        double from = rates[phase];
        double to = rates[phase + 1];
        return cosine ? Schedules.halfCosine(from, to, progress) : from + (to - from) * progress;
    }
}
