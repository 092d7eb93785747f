package dev.trainkit.eval;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import dev.trainkit.config.EngineConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.DataParts;
import dev.trainkit.data.Datasets;
import dev.trainkit.data.ImageData;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.model.Models;
import dev.trainkit.optim.Losses;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Scores a model as it was saved, on the test set of the data that it was trained on. */
public final class ModelEvaluation {

    private final TrainedModel model;
    private final Path path;

    private ModelEvaluation(TrainedModel model, Path path) {
        this.model = model;
        this.path = path;
    }

    /**
     * With the loss, the pictures and the preprocessing of its run.
     *
     * @param model a model directory
     * @param dataPath the folder of the data set's files; null looks where the run did
     * @throws TrainkitException when model or data are not there, damaged, or not made for each
     *     other
     */
    public static Evaluation of(Path model, Path dataPath, EngineConfig engine) {
        return answers(model, null, dataPath, engine).evaluation();
    }

    /**
     * As {@link #of}, with the answer to each picture.
     *
     * @param data the name of a data set; null is the run's own
     */
    public static Answers answers(Path model, String data, Path dataPath, EngineConfig engine) {
        return new ModelEvaluation(ModelDirectory.load(model), model)
                .run(config(model, data), data == null, dataPath, engine);
    }

    /** Where the run's own data lie says nothing of another's. */
    private static RunConfig config(Path model, String data) {
        List<String> overrides =
                data == null
                        ? List.of()
                        : List.of("data.name=" + data, "data.path=null", "data.split-file=null");
        return RunConfig.load(ModelDirectory.config(model), overrides);
    }

    private Answers run(RunConfig config, boolean isOwn, Path dataPath, EngineConfig engine) {
        ImageData test = test(config, isOwn, dataPath);
        Backend backend = Engines.open(engine);
        try (NDManager manager = backend.newManager()) {
            Block block = Models.create(model.manifest().architecture(), manager, 0);
            model.weights().copyInto(block, path.toString());
            return Answers.of(
                    block, test, model.manifest().preprocessing(), Losses.create(config), backend);
        }
    }

    /**
     * @param isOwn whether no other data set was named than the run's
     */
    private ImageData test(RunConfig config, boolean isOwn, Path dataPath) {
        DataConfig own = config.data();
        DataParts data = Datasets.open(data(own, dataPath).whole(), config.train().seed());
        DataFit fit = new DataFit(model.manifest(), path);
        return isOwn && !isElsewhere(dataPath, own.path())
                ? fit.own(data, own.name()).test()
                : fit.other(data.test(), own.name());
    }

    /** What lies elsewhere was not trained on: all of it is for the test. */
    private DataConfig data(DataConfig data, Path dataPath) {
        DataConfig made =
                Datasets.areOfPictureFiles(data.name())
                        ? data.of(model.manifest().preprocessing().toImageConfig())
                        : data;
        return isElsewhere(dataPath, data.path())
                ? made.from(data.name(), dataPath).testedBy(1.0)
                : made;
    }

    private static boolean isElsewhere(Path dataPath, Path own) {
        return dataPath != null && !isSame(dataPath, own);
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return other != null && Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // one of them is not there, which reading it will tell
        }
    }
}
