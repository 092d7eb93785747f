package dev.trainkit.inspect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.trainkit.TrainkitException;
import dev.trainkit.engine.Autograd;
import dev.trainkit.train.Backward;
import dev.trainkit.train.TrainListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Ends a run at the first layer whose output, or else whose gradient, holds a value that is not a
 * finite number: outputs are looked at on the way to the loss, gradients on the way back.
 */
public final class Anomalies implements TrainListener {

    private final LayerOutputs outputs;

    /**
     * @param outputs that the run's forward passes ask for the parameters
     */
    public Anomalies(LayerOutputs outputs) {
        this.outputs = outputs;
    }

    /**
     * @throws TrainkitException when anything is not finite: which layer was the first
     */
    @Override
    public void backwardEnded(Backward backward) {
        Autograd.withoutGradients(
                () -> {
                    checkOutputs(backward);
                    checkGradients(backward.step());
                });
    }

    /** What follows the predictions is the loss, although it counts as the last layer's. */
    private void checkOutputs(Backward backward) {
        List<String> layers = new ArrayList<>(outputs.outputs().keySet());
        String last = layers.remove(layers.size() - 1);
        for (String layer : layers) {
            check(outputs.outputs().get(layer), backward.step(), "output of " + layer);
        }
        check(backward.predictions(), backward.step(), "output of " + last);
        if (!Float.isFinite(backward.loss())) {
            throw anomaly(backward.step(), "loss", "it is " + backward.loss());
        }
    }

    private void checkGradients(int step) {
        List<Map.Entry<Parameter, String>> layers = new ArrayList<>(outputs.layers().entrySet());
        Collections.reverse(layers);
        for (Map.Entry<Parameter, String> layer : layers) {
            try (NDManager scratch = outputs.getManager().newSubManager()) {
                List<NDArray> gradient =
                        Autograd.gradient(layer.getKey().getArray()).stream().toList();
                gradient.forEach(array -> array.attach(scratch));
                check(gradient, step, "gradient of " + layer.getValue());
            }
        }
    }

    private static void check(List<NDArray> arrays, int step, String what) {
        for (NDArray array : arrays) {
            if (array.getDataType().isFloating() && !Float.isFinite(array.sum().getFloat())) {
                report(array, step, what);
            }
        }
    }

    /** Nothing to report where only the sum is too large for a float. */
    private static void report(NDArray array, int step, String what) {
        long nan = array.isNaN().sum().getLong();
        long infinite = array.isInfinite().sum().getLong();
        if (nan + infinite > 0) {
            throw anomaly(
                    step,
                    what,
                    String.format(
                            Locale.ROOT,
                            "of %d numbers, %d are NaN and %d infinite",
                            array.size(),
                            nan,
                            infinite));
        }
    }

    private static TrainkitException anomaly(int step, String what, String how) {
        return new TrainkitException(
                String.format(
                        Locale.ROOT,
                        ("In step %d, the %s is the first that is not finite: %s. Lower"
                                + " optimizer.learning-rate, or look at the pictures of that step."),
                        step,
                        what,
                        how));
    }
}
