package dev.trainkit.config;

import java.net.URI;

/**
 * How a run is shown.
 *
 * @param html whether the run ends with {@code report.html}, its pictures and {@code results.csv}
 * @param tensorboard whether it writes TensorBoard's event files
 * @param mlflow address of an MLflow server that is told of the run, {@code http://localhost:5000}
 *     for one; null tells none
 * @param mlflowExperiment the experiment there that the run belongs to
 */
public record ReportConfig(
        boolean html, boolean tensorboard, String mlflow, String mlflowExperiment) {

    public ReportConfig {
        new Rules("report")
                .require(
                        mlflow == null || isAddress(mlflow),
                        "mlflow",
                        "null or an address that begins with http:// or https://",
                        mlflow)
                .requireName("mlflow-experiment", mlflowExperiment)
                .check();
    }

    public ReportConfig() {
        this(true, false, null, "trainkit");
    }

    private static boolean isAddress(String text) {
        try {
            URI address = URI.create(text);
            return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                    && address.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
