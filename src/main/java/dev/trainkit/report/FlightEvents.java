package dev.trainkit.report;

import dev.trainkit.train.EpochResult;
import dev.trainkit.train.StepResult;
import dev.trainkit.train.TrainListener;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Puts each epoch and each step into the flight recording, where the JVM makes one. */
public final class FlightEvents implements TrainListener {

    @Name("dev.trainkit.Epoch")
    @Label("Epoch")
    @Description("A pass over the training pictures has ended")
    @Category("trainkit")
    @StackTrace(false)
    @SuppressWarnings("UnusedVariable") // the flight recorder reads them
    private static final class EpochEvent extends Event {
        @Label("Epoch")
        private int epoch;

        @Label("Training loss")
        private double trainLoss;

        @Label("Training accuracy")
        private double trainAccuracy;

        @Label("Validation loss")
        private double validationLoss;

        @Label("Validation accuracy")
        private double validationAccuracy;

        @Label("Pictures a second")
        private double imagesPerSecond;
    }

    @Name("dev.trainkit.Step")
    @Label("Step")
    @Description("A step of the optimizer has ended")
    @Category("trainkit")
    @StackTrace(false)
    @SuppressWarnings("UnusedVariable") // the flight recorder reads them
    private static final class StepEvent extends Event {
        @Label("Step")
        private int step;

        @Label("Epoch")
        private int epoch;

        @Label("Loss")
        private float loss;

        @Label("Learning rate")
        private double learningRate;
    }

    private EpochEvent epoch = begin(new EpochEvent());
    private StepEvent step = begin(new StepEvent());

    @Override
    public void stepEnded(StepResult result) {
        step.end();
        if (step.shouldCommit()) {
            step.step = result.step();
            step.epoch = result.epoch();
            step.loss = result.loss();
            step.learningRate = result.learningRate();
            step.commit();
        }
        step = begin(new StepEvent());
    }

    @Override
    public void epochEnded(EpochResult result) {
        epoch.end();
        if (epoch.shouldCommit()) {
            epoch.epoch = result.epoch();
            epoch.trainLoss = result.trainLoss();
            epoch.trainAccuracy = result.trainAccuracy();
            epoch.validationLoss = orNaN(result.validationLoss());
            epoch.validationAccuracy = orNaN(result.validationAccuracy());
            epoch.imagesPerSecond = result.imagesPerSecond();
            epoch.commit();
        }
        epoch = begin(new EpochEvent());
    }

    private static double orNaN(Double value) {
        return value == null ? Double.NaN : value;
    }

    private static <E extends Event> E begin(E event) {
        event.begin();
        return event;
    }
}
