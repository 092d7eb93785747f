package dev.trainkit.inspect;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.RandomStream;
import dev.trainkit.inspect.GradientCheck.Row;
import dev.trainkit.model.StateDict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Both kinds of gradient of a block, on float64 copies of its parameters. */
final class FiniteDifferences implements AutoCloseable {

    private static final double STEP = 1e-6;
    private static final int VALUES_EACH = 10;
    private static final String INPUT = "input";

    /** Whatever an operation draws, dropout for one, it draws alike in each forward pass. */
    private static final int SEED = 0;

    private final Block block;
    private final NDManager manager;
    private final RandomStream random = RandomStream.of(SEED, "gradient check");
    private final Map<Parameter, String> names = new HashMap<>();
    private final Map<String, NDArray> values = new LinkedHashMap<>();

    FiniteDifferences(Block block, Shape input, NDManager parent) {
        this.block = block;
        manager = parent.newSubManager();
        NDArray picture = normal(input);
        picture.setRequiresGradient(true);
        values.put(INPUT, picture);
        StateDict.of(block).forEach(this::copy);
    }

    List<Row> rows() {
        Gradients gradients = gradients();
        List<Row> rows = new ArrayList<>();
        gradients
                .byName()
                .forEach((name, gradient) -> rows.add(row(name, gradient, gradients.vector())));
        return rows;
    }

    /** All variables moved at once, each value by a random number of its variable's size. */
    Row slope() {
        Gradients gradients = gradients();
        Map<String, NDArray> direction = new LinkedHashMap<>();
        double slope = 0;
        for (Map.Entry<String, Optional<NDArray>> one : gradients.byName().entrySet()) {
            NDArray way = normal(shape(one.getKey())).mul(scale(one.getKey()));
            direction.put(one.getKey(), way);
            slope += one.getValue().map(g -> g.mul(way).sum().toDoubleArray()[0]).orElse(0.0);
        }
        double up = objective(direction, STEP, gradients.vector());
        double down = objective(direction, -STEP, gradients.vector());
        return new Row("all at once", direction.size(), slope, (up - down) / (2 * STEP));
    }

    /** Autograd's, of the sum of the outputs, each times a number of a random vector. */
    private record Gradients(Map<String, Optional<NDArray>> byName, NDArray vector) {}

    private Gradients gradients() {
        NDArray output = Autograd.recording(() -> forward(values));
        NDArray vector = normal(output.getShape());
        List<String> variables =
                values.keySet().stream().filter(name -> values.get(name).hasGradient()).toList();
        List<Optional<NDArray>> gradients =
                Autograd.gradients(output, variables.stream().map(values::get).toList(), vector);
        Map<String, Optional<NDArray>> byName = new LinkedHashMap<>();
        for (int i = 0; i < variables.size(); i++) {
            byName.put(variables.get(i), gradients.get(i));
        }
        return new Gradients(byName, vector);
    }

    /** A variable moves as far as its values are large, so that few functions meet a kink. */
    private double scale(String name) {
        double meanSquare = values.get(name).square().mean().toDoubleArray()[0];
        return meanSquare == 0 ? 1e-3 : 1e-3 * Math.sqrt(meanSquare);
    }

    private double objective(Map<String, NDArray> direction, double step, NDArray vector) {
        return Autograd.withoutGradients(
                () -> {
                    Map<String, NDArray> moved = new HashMap<>(values);
                    direction.forEach(
                            (name, way) -> moved.put(name, values.get(name).add(way.mul(step))));
                    return forward(moved).mul(vector).sum().toDoubleArray()[0];
                });
    }

    private Row row(String name, Optional<NDArray> gradient, NDArray vector) {
        int size = (int) values.get(name).size();
        double[] slopes = gradient.map(NDArray::toDoubleArray).orElse(new double[size]);
        int[] indices = Arrays.copyOf(random.permutation(size), Math.min(size, VALUES_EACH));
        Row worst = null;
        for (int index : indices) {
            double up = objective(name, index, STEP, vector);
            double down = objective(name, index, -STEP, vector);
            Row row = new Row(name, indices.length, slopes[index], (up - down) / (2 * STEP));
            worst = worst == null || row.error() > worst.error() ? row : worst;
        }
        return worst;
    }

    /** With one value moved; whatever this computes is freed. */
    private double objective(String name, int index, double step, NDArray vector) {
        try (NDManager scratch = manager.newSubManager()) {
            Map<String, NDArray> moved = new HashMap<>(values);
            moved.put(INPUT, scratch.create(doubles(INPUT), shape(INPUT)));
            double[] numbers = doubles(name);
            numbers[index] += step;
            moved.put(name, scratch.create(numbers, shape(name)));
            return Autograd.withoutGradients(
                    () -> forward(moved).mul(vector).sum().toDoubleArray()[0]);
        }
    }

    private NDArray forward(Map<String, NDArray> given) {
        manager.getEngine().setRandomSeed(SEED);
        return block.forward(new Substitutes(given), new NDList(given.get(INPUT)), true)
                .singletonOrThrow();
    }

    private void copy(String name, Parameter parameter) {
        NDArray copy = parameter.getArray().toType(DataType.FLOAT64, true);
        copy.attach(manager);
        copy.setRequiresGradient(parameter.requiresGradient());
        names.put(parameter, name);
        values.put(name, copy);
    }

    private NDArray normal(Shape shape) {
        double[] numbers = new double[Math.toIntExact(shape.size())];
        Arrays.setAll(numbers, i -> random.nextGaussian());
        return manager.create(numbers, shape);
    }

    private double[] doubles(String name) {
        return values.get(name).toDoubleArray();
    }

    private Shape shape(String name) {
        return values.get(name).getShape();
    }

    @Override
    public void close() {
        manager.close();
    }

    /** Gives a block other values than its parameters have. */
    private final class Substitutes extends ParameterStore {

        private final Map<String, NDArray> given;

        Substitutes(Map<String, NDArray> given) {
            super(manager, false);
            this.given = given;
        }

        @Override
        public NDArray getValue(Parameter parameter, Device device, boolean training) {
            return given.get(names.get(parameter));
        }
    }
}
