package dev.trainkit.config;

/**
 * How a run is shown.
 *
 * @param html whether the run ends with {@code report.html}, its pictures and {@code results.csv}
 * @param tensorboard whether it writes TensorBoard's event files
 */
public record ReportConfig(boolean html, boolean tensorboard) {

    public ReportConfig() {
        this(true, false);
    }
}
