package dev.trainkit.config;

/**
 * When a run ends before its last epoch.
 *
 * @param patience epochs in a row that may be no better than the best, by {@code
 *     checkpoint.monitor}; null never stops
 * @param minDelta by how much an epoch must be better to count as better, at least 0
 * @param restoreBest whether the best epoch's weights are the result; false takes the last epoch's
 */
public record EarlyStoppingConfig(Integer patience, double minDelta, boolean restoreBest) {

    public EarlyStoppingConfig {
        new Rules("early-stopping")
                .require(
                        patience == null || patience >= 1,
                        "patience",
                        "null or at least 1",
                        patience)
                .require(
                        minDelta >= 0 && minDelta < Double.POSITIVE_INFINITY,
                        "min-delta",
                        "at least 0 and finite",
                        minDelta)
                .check();
    }

    public EarlyStoppingConfig() {
        this(null, 0, true);
    }
}
