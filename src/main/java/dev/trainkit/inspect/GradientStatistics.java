package dev.trainkit.inspect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.trainkit.engine.Autograd;
import dev.trainkit.train.Backward;
import dev.trainkit.train.StepResult;
import dev.trainkit.train.TrainListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Measures each layer in each step. */
public final class GradientStatistics implements TrainListener {

    private static final String RELU = "ReluBackward0";

    private final LayerOutputs outputs;
    private final Map<String, List<Parameter>> layers = new LinkedHashMap<>();
    private final List<Before> measured = new ArrayList<>();

    private List<LayerStatistics> latest = List.of();

    /** Owns the weights as they were; null outside of a step. */
    private NDManager scratch;

    /** A layer before the step. */
    private record Before(
            String layer, double gradientNorm, List<NDArray> weights, Double deadRelus) {}

    /**
     * @param outputs that the run's forward passes ask for the parameters
     */
    public GradientStatistics(LayerOutputs outputs) {
        this.outputs = outputs;
        outputs.layers()
                .forEach(
                        (parameter, layer) ->
                                layers.computeIfAbsent(layer, name -> new ArrayList<>())
                                        .add(parameter));
    }

    @Override
    public void backwardEnded(Backward backward) {
        discard(); // a batch whose loss is no number takes no step
        scratch = outputs.getManager().newSubManager();
        Autograd.withoutGradients(
                () ->
                        layers.forEach(
                                (layer, parameters) ->
                                        measured.add(
                                                measure(
                                                        layer,
                                                        parameters,
                                                        backward.predictions().size()))));
    }

    @Override
    public void stepEnded(StepResult step) {
        latest = Autograd.withoutGradients(() -> measured.stream().map(this::statistics).toList());
        discard();
    }

    /** The figures of the step that has ended last, by layer in the order of the network's list. */
    public List<LayerStatistics> latest() {
        return latest;
    }

    private void discard() {
        measured.clear();
        if (scratch != null) {
            scratch.close();
            scratch = null;
        }
    }

    private Before measure(String layer, List<Parameter> parameters, int parts) {
        List<NDArray> arrays = parameters.stream().map(Parameter::getArray).toList();
        List<NDArray> gradients =
                arrays.stream().map(Autograd::gradient).flatMap(Optional::stream).toList();
        List<NDArray> weights = arrays.stream().map(NDArray::duplicate).toList();
        gradients.forEach(gradient -> gradient.attach(scratch));
        weights.forEach(weight -> weight.attach(scratch));
        return new Before(layer, norm(gradients), weights, deadRelus(layer, parts));
    }

    private LayerStatistics statistics(Before before) {
        List<NDArray> changes = new ArrayList<>();
        for (int i = 0; i < before.weights().size(); i++) {
            NDArray now = layers.get(before.layer()).get(i).getArray();
            changes.add(before.weights().get(i).sub(now));
        }
        double weightNorm = norm(before.weights());
        return new LayerStatistics(
                before.layer(),
                before.gradientNorm(),
                weightNorm,
                weightNorm == 0 ? null : norm(changes) / weightNorm,
                before.deadRelus());
    }

    /** The layer's ReLUs of one part of the batch stand before those of the next. */
    private Double deadRelus(String layer, int parts) {
        List<NDArray> relus =
                outputs.outputs().getOrDefault(layer, List.of()).stream()
                        .filter(array -> Autograd.gradientFunction(array).equals(Optional.of(RELU)))
                        .toList();
        int each = relus.size() / parts;
        return relus.isEmpty()
                ? null
                : IntStream.range(0, each)
                        .mapToObj(
                                i ->
                                        IntStream.range(0, parts)
                                                .mapToObj(p -> relus.get(p * each + i)))
                        .mapToDouble(GradientStatistics::deadShare)
                        .average()
                        .orElseThrow();
    }

    /** A unit is a channel or a feature, which is the second axis; a ReLU gives nothing below 0. */
    private static double deadShare(Stream<NDArray> parts) {
        NDArray sums = parts.map(GradientStatistics::sumByUnit).reduce(NDArray::add).orElseThrow();
        return (double) sums.eq(0).sum().getLong() / sums.size();
    }

    private static NDArray sumByUnit(NDArray relu) {
        return relu.sum(
                IntStream.range(0, relu.getShape().dimension())
                        .filter(axis -> axis != 1)
                        .toArray());
    }

    private static double norm(List<NDArray> arrays) {
        return Math.sqrt(
                arrays.stream()
                        .mapToDouble(array -> array.norm().getFloat())
                        .map(norm -> norm * norm)
                        .sum());
    }
}
