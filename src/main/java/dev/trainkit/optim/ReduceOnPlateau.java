package dev.trainkit.optim;

import dev.trainkit.config.ScheduleConfig;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code torch.optim.lr_scheduler.ReduceLROnPlateau}: lowers the rate when more than {@code
 * patience} epochs in a row have brought no lower loss.
 */
final class ReduceOnPlateau implements Schedule {

    /** A smaller step down is not taken. */
    private static final double EPS = 1e-8;

    private final ScheduleConfig config;
    private double rate;
    private double best = Double.POSITIVE_INFINITY;
    private double badEpochs;
    private double cooldownLeft;

    ReduceOnPlateau(ScheduleConfig config, double peak) {
        this.config = config;
        rate = peak;
    }

    @Override
    public double rate(int step) {
        return rate;
    }

    @Override
    public void epochEnded(double loss) {
        if (isBetter(loss)) {
            best = loss;
            badEpochs = 0;
        } else {
            badEpochs++;
        }
        if (cooldownLeft > 0) {
            cooldownLeft--;
            badEpochs = 0;
        }
        if (badEpochs > config.patience()) {
            lower();
            cooldownLeft = config.cooldown();
            badEpochs = 0;
        }
    }

    private boolean isBetter(double loss) {
        return config.thresholdMode().equals("rel")
                ? loss < best * (1 - config.threshold())
                : loss < best - config.threshold();
    }

    private void lower() {
        double lower = Math.max(rate * config.factor(), config.minLr());
        if (rate - lower > EPS) {
            rate = lower;
        }
    }

    @Override
    public Map<String, Double> save() {
        Map<String, Double> saved = new TreeMap<>();
        saved.put("rate", rate);
        saved.put("badEpochs", badEpochs);
        saved.put("cooldownLeft", cooldownLeft);
        if (best < Double.POSITIVE_INFINITY) { // which JSON does not have
            saved.put("best", best);
        }
        return saved;
    }

    @Override
    public void restore(Map<String, Double> saved) {
        rate = saved.get("rate");
        best = saved.getOrDefault("best", Double.POSITIVE_INFINITY);
        badEpochs = saved.get("badEpochs");
        cooldownLeft = saved.get("cooldownLeft");
    }
}
