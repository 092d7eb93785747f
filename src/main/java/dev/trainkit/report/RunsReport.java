package dev.trainkit.report;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import dev.trainkit.report.Chart.Curves;
import dev.trainkit.store.AtomicFile;
import dev.trainkit.store.Reasons;
import dev.trainkit.train.EpochResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Several runs on one page: curves over one another, what differs, figures with intervals. */
public final class RunsReport {

    private RunsReport() {}

    /**
     * From what the models' directories say; no network is run.
     *
     * @param models directories, two or more
     * @param dataPath the folder of the data set's files; null looks where each run did
     * @param page the file that is written
     * @throws TrainkitException when a model is not there or damaged, or the page cannot be written
     */
    public static void write(List<Path> models, Path dataPath, Path page) {
        List<SavedRun> runs = SavedRun.read(models, dataPath);
        try {
            AtomicFile.write(page, html(runs).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new TrainkitException(
                    "The report could not be written to %s: %s. Name another file with --out."
                            .formatted(page, Reasons.of(e)),
                    e);
        }
    }

    private static String html(List<SavedRun> runs) {
        List<Chart> charts = charts(runs);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("title", runs.size() + " runs");
        page.put("names", runs.stream().map(SavedRun::name).toList());
        page.put("figures", figures(runs));
        page.put("charts", charts);
        page.put("differences", differences(runs));
        page.put("data", PageData.json(charts, Map.of()));
        return PageTemplate.render("runs.html.mustache", page);
    }

    private static List<Chart> charts(List<SavedRun> runs) {
        return List.of(
                chart(runs, "validation-loss", "Validation loss", EpochResult::validationLoss),
                chart(
                        runs,
                        "validation-accuracy",
                        "Validation accuracy",
                        EpochResult::validationAccuracy),
                chart(runs, "train-loss", "Training loss", EpochResult::trainLoss),
                chart(runs, "train-accuracy", "Training accuracy", EpochResult::trainAccuracy),
                chart(runs, "learning-rate", "Learning rate", EpochResult::learningRate));
    }

    private static Chart chart(
            List<SavedRun> runs, String id, String title, Function<EpochResult, Double> figure) {
        Curves curves = new Curves();
        for (SavedRun run : runs) {
            run.history()
                    .epochs()
                    .forEach(
                            epoch ->
                                    curves.add(
                                            run.name(),
                                            "line",
                                            epoch.epoch(),
                                            figure.apply(epoch)));
        }
        return curves.chart(id, title, "epoch");
    }

    private static List<List<String>> figures(List<SavedRun> runs) {
        return runs.stream().map(SavedRun::figures).toList();
    }

    /** The settings that are not the same in all runs, a value a run. */
    private static List<List<String>> differences(List<SavedRun> runs) {
        List<Map<String, Object>> settings =
                runs.stream().map(SavedRun::config).map(RunConfig::values).toList();
        List<List<String>> rows = new ArrayList<>();
        for (String key : settings.get(0).keySet()) {
            List<String> values =
                    settings.stream().map(one -> String.valueOf(one.get(key))).toList();
            if (values.stream().distinct().count() > 1) {
                List<String> row = new ArrayList<>(List.of(key));
                row.addAll(values);
                rows.add(row);
            }
        }
        return rows;
    }
}
