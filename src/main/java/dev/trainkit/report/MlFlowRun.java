package dev.trainkit.report;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.ReportConfig;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.RunPlan;
import dev.trainkit.train.StepResult;
import dev.trainkit.train.TrainListener;
import dev.trainkit.train.TrainResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Tells an MLflow server of a run: its settings as parameters, the figures of each step and epoch
 * as metrics, and the files of the model directory as artifacts. A server that is away or slow
 * neither stops the run nor slows it.
 */
public final class MlFlowRun implements TrainListener, AutoCloseable {

    /** The most of each that a request may have. */
    private static final int MOST_METRICS = 1000;

    private static final int MOST_PARAMS = 100;
    private static final int LONGEST_PARAM = 500;
    private static final long CLOSE_SECONDS = 10;

    private final MlFlowApi api;
    private final MlFlowQueue queue;
    private final String experiment;
    private final String name;
    private final List<MlFlowApi.Metric> steps = new ArrayList<>();
    private String status = "FAILED";

    /** Of the sending thread alone. */
    private MlFlowApi.Run run;

    private MlFlowRun(ReportConfig config, String name, Consumer<String> notes) {
        api = new MlFlowApi(config.mlflow());
        queue = new MlFlowQueue(config.mlflow(), CLOSE_SECONDS, notes);
        experiment = config.mlflowExperiment();
        this.name = name;
    }

    /**
     * The caller closes it after the run.
     *
     * @param config names the server
     * @param name of the run
     * @param notes hears once that the server is not told everything
     */
    public static MlFlowRun of(ReportConfig config, String name, Consumer<String> notes) {
        return new MlFlowRun(config, name, notes);
    }

    @Override
    public void runStarted(RunPlan plan) {
        long started = now();
        queue.add(() -> run = api.create(api.experiment(experiment), name, started));
        List<MlFlowApi.Param> params =
                plan.config().values().entrySet().stream().map(MlFlowRun::param).toList();
        for (List<MlFlowApi.Param> some : parts(params, MOST_PARAMS)) {
            tell(() -> api.log(run, List.of(), some));
        }
    }

    private static MlFlowApi.Param param(Map.Entry<String, Object> setting) {
        String value = String.valueOf(setting.getValue());
        return new MlFlowApi.Param(
                setting.getKey(), value.substring(0, Math.min(LONGEST_PARAM, value.length())));
    }

    /** Kept until the epoch ends: a request for each step would be as many as steps. */
    @Override
    public void stepEnded(StepResult step) {
        long now = now();
        steps.add(new MlFlowApi.Metric("step/loss", step.loss(), now, step.step()));
        steps.add(
                new MlFlowApi.Metric("step/learning-rate", step.learningRate(), now, step.step()));
        if (steps.size() >= MOST_METRICS) {
            tellSteps();
        }
    }

    private void tellSteps() {
        for (List<MlFlowApi.Metric> some : parts(steps, MOST_METRICS)) {
            tell(() -> api.log(run, some, List.of()));
        }
        steps.clear();
    }

    @Override
    public void epochEnded(EpochResult epoch) {
        tellSteps();
        List<MlFlowApi.Metric> metrics = new ArrayList<>();
        add(metrics, epoch, "train-loss", epoch.trainLoss());
        add(metrics, epoch, "train-accuracy", epoch.trainAccuracy());
        if (epoch.validationLoss() != null) {
            add(metrics, epoch, "validation-loss", epoch.validationLoss());
            add(metrics, epoch, "validation-accuracy", epoch.validationAccuracy());
        }
        add(metrics, epoch, "learning-rate", epoch.learningRate());
        add(metrics, epoch, "seconds", epoch.seconds());
        add(metrics, epoch, "images-per-second", epoch.imagesPerSecond());
        tell(() -> api.log(run, metrics, List.of()));
    }

    private static void add(
            List<MlFlowApi.Metric> metrics, EpochResult epoch, String key, double value) {
        metrics.add(new MlFlowApi.Metric("epoch/" + key, value, now(), epoch.step()));
    }

    @Override
    public void runEnded(TrainResult result) {
        tellSteps();
        status = result.stopped() ? "KILLED" : "FINISHED";
        long step =
                result.epochs().isEmpty()
                        ? 0
                        : result.epochs().get(result.epochs().size() - 1).step();
        result.test()
                .ifPresent(
                        test -> {
                            List<MlFlowApi.Metric> metrics =
                                    List.of(
                                            new MlFlowApi.Metric(
                                                    "test/loss", test.loss(), now(), step),
                                            new MlFlowApi.Metric(
                                                    "test/accuracy", test.accuracy(), now(), step));
                            tell(() -> api.log(run, metrics, List.of()));
                        });
    }

    /** Stores the files of a model directory with the run; not its checkpoints. */
    public void saved(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                tell(() -> api.store(run, file));
            }
        } catch (IOException e) {
            throw new TrainkitException(
                    "The model is saved, but its folder %s cannot be listed for MLflow. Check its permissions."
                            .formatted(directory),
                    e);
        }
    }

    /** What belongs to a run that the server has not made is of no use to it. */
    private void tell(MlFlowQueue.Message message) {
        queue.add(
                () -> {
                    if (run != null) {
                        message.send();
                    }
                });
    }

    @Override
    public void close() {
        long ended = now();
        tell(() -> api.end(run, status, ended));
        queue.close();
    }

    private static <T> List<List<T>> parts(List<T> all, int most) {
        List<List<T>> parts = new ArrayList<>();
        for (int first = 0; first < all.size(); first += most) {
            parts.add(List.copyOf(all.subList(first, Math.min(first + most, all.size()))));
        }
        return parts;
    }

    private static long now() {
        return System.currentTimeMillis();
    }
}
