package dev.trainkit.report;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.trainkit.config.RunConfig;
import dev.trainkit.engine.Autograd;
import dev.trainkit.eval.Answers;
import dev.trainkit.eval.Scores;
import dev.trainkit.model.StateDict;
import dev.trainkit.train.Backward;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.RunPlan;
import dev.trainkit.train.StepResult;
import dev.trainkit.train.TrainListener;
import dev.trainkit.train.TrainResult;
import dev.trainkit.train.TrainerRunner;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes TensorBoard's event files: scalars of each step and epoch, histograms of weights and
 * gradients of each epoch, pictures, the configuration.
 */
public final class TensorBoardEvents implements TrainListener, AutoCloseable {

    private static final int PICTURES = 16;

    private final TrainerRunner runner;
    private final EventFile events;
    private final Map<String, float[]> gradients = new LinkedHashMap<>();
    private int stepsPerEpoch;

    private TensorBoardEvents(TrainerRunner runner, EventFile events) {
        this.runner = runner;
        this.events = events;
    }

    /**
     * Writes into a new file in the folder; the caller closes it.
     *
     * @throws dev.trainkit.TrainkitException when it cannot be written
     */
    public static TensorBoardEvents of(TrainerRunner runner, Path folder) {
        return new TensorBoardEvents(runner, EventFile.create(folder, TensorBoardEvents::seconds));
    }

    @Override
    public void runStarted(RunPlan plan) {
        stepsPerEpoch = plan.stepsPerEpoch();
        RunConfig config = plan.config();
        if (plan.stepsDone() > 0) {
            events.restartAt(plan.stepsDone() + 1L);
        }
        events.add(0, EventValues.hyperParameters(config.values(), seconds()));
        events.add(0, EventValues.text("configuration", "    " + indented(config.toYaml())));
        Picture inputs = NetworkInputs.first(runner.data(), config, PICTURES).strip();
        events.add(0, image("inputs", inputs));
        events.flush();
    }

    /** Markdown shows as it is what is indented by four. */
    private static String indented(String text) {
        return text.replace("\n", "\n    ");
    }

    @Override
    public void backwardEnded(Backward backward) {
        if (backward.step() % stepsPerEpoch == 0) {
            Autograd.withoutGradients(
                    () -> StateDict.of(runner.block()).forEach(this::rememberGradient));
        }
    }

    private void rememberGradient(String name, Parameter parameter) {
        Autograd.gradient(parameter.getArray())
                .ifPresent(
                        gradient -> {
                            try (NDArray closing = gradient) {
                                gradients.put(name, closing.toFloatArray());
                            }
                        });
    }

    @Override
    public void stepEnded(StepResult step) {
        events.add(step.step(), EventValues.scalar("step/loss", step.loss()));
        events.add(step.step(), EventValues.scalar("step/learning-rate", step.learningRate()));
    }

    @Override
    public void epochEnded(EpochResult epoch) {
        add(epoch, "train-loss", epoch.trainLoss());
        add(epoch, "train-accuracy", epoch.trainAccuracy());
        if (epoch.validationLoss() != null) {
            add(epoch, "validation-loss", epoch.validationLoss());
            add(epoch, "validation-accuracy", epoch.validationAccuracy());
        }
        add(epoch, "learning-rate", epoch.learningRate());
        add(epoch, "seconds", epoch.seconds());
        add(epoch, "images-per-second", epoch.imagesPerSecond());
        StateDict.of(runner.block())
                .forEach(
                        (name, parameter) ->
                                histogram(
                                        epoch,
                                        "weights/" + name,
                                        parameter.getArray().toFloatArray()));
        gradients.forEach((name, values) -> histogram(epoch, "gradients/" + name, values));
        gradients.clear();
        events.flush();
    }

    /** What was written after that step no longer counts. */
    @Override
    public void rolledBack(int step, List<EpochResult> epochs) {
        events.restartAt(step + 1L);
    }

    @Override
    public void runEnded(TrainResult result) {
        if (!result.stopped()) {
            Answers answers = runner.testAnswers();
            Picture confusion = ConfusionPicture.of(Scores.of(answers.predictions()).confusion());
            events.add(runner.step(), image("confusion", confusion));
            events.add(
                    runner.step(),
                    EventValues.scalar("test/accuracy", answers.evaluation().accuracy()));
            events.add(runner.step(), EventValues.scalar("test/loss", answers.evaluation().loss()));
            events.add(runner.step(), EventValues.finished(seconds()));
        }
        events.flush();
    }

    @Override
    public void close() {
        events.close();
    }

    private void add(EpochResult epoch, String name, double value) {
        events.add(epoch.step(), EventValues.scalar("epoch/" + name, value));
    }

    private void histogram(EpochResult epoch, String tag, float[] values) {
        events.add(epoch.step(), EventValues.histogram(tag, values));
    }

    private static ProtoMessage image(String tag, Picture picture) {
        return EventValues.image(
                tag, picture.png(), picture.width(), picture.height(), picture.channels());
    }

    private static double seconds() {
        return System.currentTimeMillis() / 1e3;
    }
}
