package dev.trainkit.report;

import dev.trainkit.config.DataConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.Datasets;
import dev.trainkit.eval.WilsonInterval;
import dev.trainkit.store.Figures;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.ModelDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A run as its directory tells of it.
 *
 * @param name the directory's, or its whole path where several have one name
 * @param pictures of its test set
 */
record SavedRun(
        String name, Manifest manifest, RunConfig config, HistoryLines history, long pictures) {

    static List<SavedRun> read(List<Path> directories, Path dataPath) {
        Set<String> names = new HashSet<>();
        boolean distinct = directories.stream().allMatch(path -> names.add(shortName(path)));
        List<SavedRun> runs = new ArrayList<>();
        for (Path path : directories) {
            Manifest manifest = ModelDirectory.load(path).manifest();
            RunConfig config = RunConfig.load(ModelDirectory.config(path), List.of());
            runs.add(
                    new SavedRun(
                            distinct ? shortName(path) : path.toString(),
                            manifest,
                            config,
                            HistoryLines.read(ModelDirectory.history(path)),
                            Datasets.open(at(dataPath, config.data()), 0).test().size()));
        }
        return runs;
    }

    private static DataConfig at(Path dataPath, DataConfig data) {
        return data.from(data.name(), dataPath == null ? data.path() : dataPath).whole();
    }

    private static String shortName(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }

    /** For a table: name, test accuracy, its interval, loss, validation, best epoch, time. */
    List<String> figures() {
        Figures test = manifest.test();
        return List.of(
                name,
                test == null ? "none" : Numbers.percent(test.accuracy()),
                test == null ? "none" : interval(),
                test == null ? "none" : Numbers.figure(test.loss()),
                manifest.validation() == null
                        ? "none"
                        : Numbers.percent(manifest.validation().accuracy()),
                String.format(
                        Locale.ROOT, "%d of %d", manifest.bestEpoch(), history.epochs().size()),
                Numbers.duration(manifest.provenance().seconds()));
    }

    private String interval() {
        WilsonInterval interval =
                WilsonInterval.of(Math.round(manifest.test().accuracy() * pictures), pictures);
        return Numbers.percent(interval.low()) + " to " + Numbers.percent(interval.high());
    }
}
