package dev.trainkit.report;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import dev.trainkit.config.EngineConfig;
import dev.trainkit.config.ResolvedConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.DataParts;
import dev.trainkit.data.Datasets;
import dev.trainkit.data.ImageData;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.eval.Answers;
import dev.trainkit.eval.DataFit;
import dev.trainkit.model.Models;
import dev.trainkit.optim.Losses;
import dev.trainkit.store.AtomicFile;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.Reasons;
import dev.trainkit.store.TrainedModel;
import dev.trainkit.train.TrainerRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes into a model directory what shows its run: {@code report.html}, {@code curves.png}, {@code
 * confusion.png} and {@code results.csv}. Nothing that the manifest vouches for is changed.
 */
public final class ModelReport {

    private ModelReport() {}

    /**
     * Of a run that has just saved its model.
     *
     * @throws TrainkitException when a file cannot be written
     */
    public static void write(TrainerRunner runner, Path directory) {
        write(ReportSource.of(runner, directory));
    }

    /**
     * Of a model that was saved some time.
     *
     * @param dataPath the folder of the data set's files; null looks where the run did
     * @return the page
     * @throws TrainkitException when the model or its data are not there, or damaged, or a file
     *     cannot be written
     */
    public static Path write(Path directory, Path dataPath, EngineConfig engine) {
        TrainedModel model = ModelDirectory.load(directory);
        ResolvedConfig resolved = ResolvedConfig.saved(ModelDirectory.config(directory));
        RunConfig config = resolved.config();
        DataConfig where = config.data();
        DataParts opened =
                Datasets.open(
                        dataPath == null ? where : where.from(where.name(), dataPath),
                        config.train().seed());
        DataParts data = new DataFit(model.manifest(), directory).own(opened, where.name());
        Backend backend = Engines.open(engine);
        try (NDManager manager = backend.newManager()) {
            Block block = Models.create(model.manifest().architecture(), manager, 0);
            model.weights().copyInto(block, directory.toString());
            return write(
                    new ReportSource(
                            directory,
                            model.manifest(),
                            resolved,
                            HistoryLines.read(ModelDirectory.history(directory)),
                            data,
                            backend,
                            block,
                            answers(block, data.test(), model, config, backend),
                            data.validation().size() == 0
                                    ? Optional.empty()
                                    : Optional.of(
                                            answers(
                                                    block,
                                                    data.validation(),
                                                    model,
                                                    config,
                                                    backend))));
        }
    }

    private static Answers answers(
            Block block, ImageData part, TrainedModel model, RunConfig config, Backend backend) {
        return Answers.of(
                block, part, model.manifest().preprocessing(), Losses.create(config), backend);
    }

    private static Path write(ReportSource source) {
        ReportPage page = ReportPage.of(source);
        write(source, "results.csv", ResultsTable.of(source.history().epochs()));
        write(source, "curves.png", CurvesPicture.of(page.training(), page.title()).png());
        write(source, "confusion.png", ConfusionPicture.of(page.scores().confusion()).png());
        return write(source, "report.html", page.html().getBytes(StandardCharsets.UTF_8));
    }

    private static Path write(ReportSource source, String name, byte[] content) {
        Path file = source.directory().resolve(name);
        try {
            AtomicFile.write(file, content);
            return file;
        } catch (IOException e) {
            throw new TrainkitException(
                    "The report could not be written to %s: %s. Check the directory and the free space, and try `trainkit report %s`."
                            .formatted(file, Reasons.of(e), source.directory()),
                    e);
        }
    }
}
