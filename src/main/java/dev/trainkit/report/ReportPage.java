package dev.trainkit.report;

import dev.trainkit.config.ResolvedConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.eval.Calibration;
import dev.trainkit.eval.ClassFigures;
import dev.trainkit.eval.MeanFigures;
import dev.trainkit.eval.Predictions;
import dev.trainkit.eval.Scores;
import dev.trainkit.eval.TemperatureScaling;
import dev.trainkit.inspect.ModelSummary;
import dev.trainkit.report.Chart.Curves;
import dev.trainkit.store.Provenance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A model's report: everything about one run on one page. */
final class ReportPage {

    private static final int EXAMPLES = 16;

    private final ReportSource source;
    private final Double temperature;
    private final Scores before;
    private final Predictions predictions; // with the probabilities that the model gives
    private final Scores scores;
    private final RunCurves curves;

    private ReportPage(ReportSource source) {
        this.source = source;
        temperature = temperature(source);
        before = Scores.of(source.test().predictions());
        predictions =
                source.test().predictions().atTemperature(temperature == null ? 1 : temperature);
        scores = Scores.of(predictions);
        curves = new RunCurves(source.history(), source.manifest().bestEpoch());
    }

    static ReportPage of(ReportSource source) {
        return new ReportPage(source);
    }

    /** The manifest's; models were saved before there was one. */
    private static Double temperature(ReportSource source) {
        return source.manifest().temperature() != null
                ? source.manifest().temperature()
                : source.validation()
                        .flatMap(
                                answers ->
                                        TemperatureScaling.fitWhereItHelps(
                                                answers.predictions(),
                                                source.manifest().provenance().seed()))
                        .orElse(null);
    }

    String title() {
        Object name = source.directory().toAbsolutePath().normalize().getFileName();
        return name == null ? source.config().model().name() : name.toString();
    }

    /** With the probabilities that the model gives. */
    Scores scores() {
        return scores;
    }

    List<Chart> training() {
        return curves.training();
    }

    String html() {
        ConfusionTable confusion =
                new ConfusionTable(source.test().data(), predictions, scores.confusion());
        NetworkViews network = NetworkViews.of(source, predictions, scores.mistakes());
        List<Chart> gradients = curves.gradients();
        Chart reliability = reliability();
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("title", title());
        page.put("subtitle", subtitle());
        page.put("headline", headline());
        page.put("notes", scores.notes());
        page.put("charts", training());
        page.put("steps", !source.history().steps().isEmpty());
        page.put("bestEpoch", source.manifest().bestEpoch());
        page.put("epochs", source.history().epochs().size());
        page.put("confusion", confusion);
        page.put("classes", classRows());
        page.put("means", meanRows());
        page.put("mistakes", network.mistakes());
        page.put("mistakesInAll", Numbers.count(scores.pictures() - scores.confusion().right()));
        page.put("reliability", reliability);
        page.put("calibration", calibration());
        page.put(
                "inputs", NetworkInputs.first(source.data(), source.config(), EXAMPLES).labelled());
        page.put("filters", network.filters());
        page.put("activations", network.activations());
        page.put("saliency", network.saliency());
        page.put("gradients", gradients);
        page.put("layers", layers());
        List<List<String>> defaults = defaults();
        List<List<String>> set = set();
        page.put("isSet", !set.isEmpty());
        page.put("set", set);
        page.put("defaults", defaults);
        page.put("defaultsInAll", defaults.size());
        page.put("provenance", provenance());
        page.put("interruptions", source.manifest().provenance().interruptions());
        Stream<Chart> charts =
                Stream.of(training(), List.of(reliability), gradients).flatMap(List::stream);
        page.put("data", PageData.json(charts.toList(), confusion.pictures()));
        return PageTemplate.render("report.html.mustache", page);
    }

    private String subtitle() {
        RunConfig config = source.config();
        return "%s on %s, %s training pictures"
                .formatted(
                        config.model().name(),
                        config.data().name(),
                        Numbers.count(source.data().train().size()));
    }

    /** A figure with what it is. */
    record Headline(String name, String value, String more) {}

    private List<Headline> headline() {
        List<Headline> figures = new ArrayList<>();
        figures.add(
                new Headline(
                        "Test accuracy",
                        Numbers.percent(scores.accuracy()),
                        "95 %% interval %s to %s"
                                .formatted(
                                        Numbers.percent(scores.accuracyInterval().low()),
                                        Numbers.percent(scores.accuracyInterval().high()))));
        figures.add(
                new Headline(
                        "Test loss",
                        Numbers.figure(source.test().evaluation().loss()),
                        Numbers.count(scores.pictures()) + " pictures"));
        if (source.manifest().validation() != null) {
            figures.add(
                    new Headline(
                            "Validation accuracy",
                            Numbers.percent(source.manifest().validation().accuracy()),
                            "loss " + Numbers.figure(source.manifest().validation().loss())));
        }
        figures.add(
                new Headline(
                        "Best epoch",
                        String.valueOf(source.manifest().bestEpoch()),
                        "of " + source.history().epochs().size()));
        figures.add(
                new Headline(
                        "Training time",
                        Numbers.duration(source.manifest().provenance().seconds()),
                        source.manifest().provenance().device()
                                + ", "
                                + source.manifest().provenance().threads()
                                + " threads"));
        ModelSummary summary = ModelSummary.of(source.block());
        figures.add(
                new Headline(
                        "Parameters",
                        Numbers.count(summary.parameters()),
                        Numbers.count(summary.multiplyAdds()) + " multiply-adds a picture"));
        return figures;
    }

    private List<List<String>> classRows() {
        return scores.classFigures().stream().map(ReportPage::row).toList();
    }

    private static List<String> row(ClassFigures one) {
        return List.of(
                one.name(),
                Numbers.figure(one.precision()),
                Numbers.figure(one.recall()),
                Numbers.figure(one.f1()),
                Numbers.figure(one.rocArea()),
                Numbers.figure(one.averagePrecision()),
                Numbers.count(one.support()));
    }

    private List<List<String>> meanRows() {
        return List.of(
                row("macro mean", scores.macro()),
                row("micro mean", scores.micro()),
                row("weighted mean", scores.weighted()));
    }

    private List<String> row(String name, MeanFigures means) {
        return List.of(
                name,
                Numbers.figure(means.precision()),
                Numbers.figure(means.recall()),
                Numbers.figure(means.f1()),
                Numbers.figure(means.rocArea()),
                Numbers.figure(means.averagePrecision()),
                Numbers.count(scores.pictures()));
    }

    /** The share of right answers by their probability, which it would be if it meant something. */
    private Chart reliability() {
        Curves chart = new Curves();
        chart.add("ideal", "faint", 0, 0.0);
        chart.add("ideal", "faint", 1, 1.0);
        for (Calibration.Bin bin : before.calibration().bins()) {
            chart.add("as computed", "line", bin.probability(), bin.accuracy());
        }
        if (temperature != null) {
            for (Calibration.Bin bin : scores.calibration().bins()) {
                chart.add("with temperature", "line", bin.probability(), bin.accuracy());
            }
        }
        return chart.chart("reliability-chart", "Share of right answers", "probability");
    }

    /** What the temperature changed: a row a figure. */
    private List<List<String>> calibration() {
        return List.of(
                List.of(
                        "Temperature",
                        "1",
                        temperature == null ? "none that helps" : Numbers.figure(temperature)),
                List.of(
                        "Expected calibration error",
                        Numbers.percent(before.calibration().error()),
                        Numbers.percent(scores.calibration().error())),
                List.of(
                        "Log-loss",
                        Numbers.figure(before.logLoss()),
                        Numbers.figure(scores.logLoss())),
                List.of(
                        "Brier score",
                        Numbers.figure(before.brier()),
                        Numbers.figure(scores.brier())));
    }

    private List<List<String>> layers() {
        return ModelSummary.of(source.block()).layers().stream()
                .map(
                        layer ->
                                List.of(
                                        layer.name(),
                                        layer.description(),
                                        layer.outputShape().toString(),
                                        Numbers.count(layer.parameters()),
                                        Numbers.count(layer.multiplyAdds())))
                .toList();
    }

    /** What somebody has set, with where, and the default that it took the place of. */
    private List<List<String>> set() {
        return source.resolved().entries().stream()
                .filter(setting -> !isDefault(setting))
                .map(
                        setting ->
                                List.of(
                                        setting.key(),
                                        String.valueOf(setting.value()),
                                        setting.origin(),
                                        setting.usual() == null
                                                ? "none"
                                                : String.valueOf(setting.usual())))
                .toList();
    }

    private List<List<String>> defaults() {
        return source.resolved().entries().stream()
                .filter(ReportPage::isDefault)
                .map(setting -> List.of(setting.key(), String.valueOf(setting.value())))
                .toList();
    }

    private static boolean isDefault(ResolvedConfig.Entry setting) {
        return setting.origin().equals(ResolvedConfig.DEFAULT);
    }

    private List<List<String>> provenance() {
        Provenance made = source.manifest().provenance();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("trainkit", made.trainkit()));
        rows.add(List.of("Commit", made.commit() == null ? "none" : made.commit()));
        rows.add(List.of("DJL", made.djl()));
        rows.add(List.of("Engine", made.engine()));
        rows.add(List.of("Java", made.java()));
        rows.add(List.of("System", made.os()));
        rows.add(List.of("Processor", made.cpu()));
        rows.add(List.of("Device", made.device() + ", " + made.threads() + " threads"));
        rows.add(List.of("Seed", String.valueOf(made.seed())));
        rows.add(List.of("Started", made.started()));
        rows.add(List.of("Training pictures, SHA-256", made.data().train()));
        rows.add(List.of("Validation pictures, SHA-256", made.data().validation()));
        rows.add(List.of("Test pictures, SHA-256", made.data().test()));
        source.manifest()
                .files()
                .forEach((name, digest) -> rows.add(List.of(name + ", SHA-256", digest)));
        return rows;
    }
}
