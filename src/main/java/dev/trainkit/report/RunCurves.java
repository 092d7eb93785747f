package dev.trainkit.report;

import dev.trainkit.inspect.LayerStatistics;
import dev.trainkit.report.Chart.Curves;
import dev.trainkit.train.EpochResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The curves of a run, from its history. */
final class RunCurves {

    /** More points than that are none that a person sees. */
    private static final int POINTS = 1_000;

    /** How much of the average of the losses a step keeps, as in the learning-rate range test. */
    private static final double SMOOTHING = 0.98;

    private final HistoryLines history;
    private final int bestEpoch;

    RunCurves(HistoryLines history, int bestEpoch) {
        this.history = history;
        this.bestEpoch = bestEpoch;
    }

    /** Loss, accuracy and learning rate; the loss of each step where it was written down. */
    List<Chart> training() {
        List<Chart> charts = new ArrayList<>();
        charts.add(ofEpochs("loss", "Loss", EpochResult::trainLoss, EpochResult::validationLoss));
        charts.add(
                ofEpochs(
                        "accuracy",
                        "Accuracy",
                        EpochResult::trainAccuracy,
                        EpochResult::validationAccuracy));
        charts.add(rate());
        if (!history.steps().isEmpty()) {
            charts.add(stepLoss());
        }
        return charts;
    }

    /** Of each layer by step; none where gradients were not watched. */
    List<Chart> gradients() {
        List<Chart> charts = new ArrayList<>();
        addLayers(charts, "gradient-norms", "Gradient norms", LayerStatistics::gradientNorm);
        addLayers(charts, "update-ratios", "Updates over weights", LayerStatistics::updateRatio);
        addLayers(charts, "dead-relus", "Dead ReLU units", LayerStatistics::deadRelus);
        return charts;
    }

    private Chart ofEpochs(
            String id,
            String title,
            Function<EpochResult, Double> training,
            Function<EpochResult, Double> validation) {
        Curves curves = new Curves();
        for (EpochResult epoch : history.epochs()) {
            curves.add("training", "line", epoch.epoch(), training.apply(epoch));
            if (validation.apply(epoch) != null) {
                curves.add("validation", "line", epoch.epoch(), validation.apply(epoch));
            }
        }
        return curves.chart(id, title, "epoch").marking((double) bestEpoch, "best epoch");
    }

    private Chart rate() {
        Curves curves = new Curves();
        history.steps().stream()
                .filter(step -> step.step() % stride() == 0)
                .forEach(step -> curves.add("rate", "line", step.step(), step.learningRate()));
        history.epochs()
                .forEach(epoch -> curves.add("rate", "line", epoch.step(), epoch.learningRate()));
        return curves.chart("rate", "Learning rate", "step");
    }

    private Chart stepLoss() {
        Curves curves = new Curves();
        double average = 0;
        double weight = 1;
        for (HistoryLines.Step step : history.steps()) {
            average = SMOOTHING * average + (1 - SMOOTHING) * step.loss();
            weight *= SMOOTHING;
            if (step.step() % stride() == 0) {
                curves.add("step", "faint", step.step(), (double) step.loss());
                curves.add("smoothed", "line", step.step(), average / (1 - weight));
            }
        }
        return curves.chart("step-loss", "Training loss of each step", "step");
    }

    private void addLayers(
            List<Chart> charts, String id, String title, Function<LayerStatistics, Double> figure) {
        Curves curves = new Curves();
        for (HistoryLines.Step step : history.steps()) {
            if (step.layers() != null && step.step() % stride() == 0) {
                step.layers().stream()
                        .filter(layer -> figure.apply(layer) != null)
                        .forEach(
                                layer ->
                                        curves.add(
                                                layer.layer(),
                                                "line",
                                                step.step(),
                                                figure.apply(layer)));
            }
        }
        if (!curves.isEmpty()) {
            charts.add(curves.chart(id, title, "step"));
        }
    }

    private int stride() {
        return 1 + history.steps().size() / POINTS;
    }
}
