package dev.trainkit.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.trainkit.data.Batch;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.JoinedTensors;
import dev.trainkit.engine.ThreadGradients;
import dev.trainkit.eval.Meter;
import dev.trainkit.model.UnwatchedParameters;
import dev.trainkit.optim.Accumulation;
import dev.trainkit.optim.JoinedParameters;
import dev.trainkit.optim.TorchLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;

/**
 * Takes a batch forward and back in parts, each on a thread of its own. Threads that share every
 * operation wait for one another hundreds of times in a step; threads that share the pictures,
 * once. The gradients of the parts are added in their order, so that the sum is the same to the
 * last bit whichever of them ends first.
 */
final class Replicas implements AutoCloseable {

    /** Fewer pictures take more time for calls than they save. */
    private static final int LEAST_PICTURES = 8;

    private final Block block;
    private final JoinedParameters trained;
    private final TorchLoss loss;
    private final Backend each;
    private final Crew crew;
    private final List<TwinParameters> twins; // of each of the crew but the caller
    private ParameterStore parameters;
    private boolean atOnce = true;

    /**
     * What a batch came to.
     *
     * @param predictions logits (N, classes) of each part
     * @param weight that the loss has in the step's
     */
    record Pass(NDList predictions, float loss, double weight, Meter.Totals totals) {}

    private record Part(NDArray predictions, float loss, double weight, int right) {}

    /**
     * For batches of so many pictures; one at a time unless the network takes pictures apart.
     *
     * @param trained the block's parameters
     * @param shape of a picture, (C, H, W)
     */
    Replicas(
            Block block,
            JoinedParameters trained,
            TorchLoss loss,
            Backend backend,
            int batchSize,
            Shape shape,
            NDManager manager) {
        this.block = block;
        this.trained = trained;
        this.loss = loss;
        int useful =
                backend.device().isGpu()
                        ? 1
                        : Math.min(backend.threads(), batchSize / LEAST_PICTURES);
        crew = new Crew(useful > 1 && Independence.of(block, shape, manager) ? useful : 1);
        twins =
                Stream.generate(() -> new TwinParameters(trained, manager))
                        .limit(crew.size() - 1)
                        .toList();
        each = backend.sharedBy(crew.size());
        parameters = new UnwatchedParameters(manager);
    }

    /** Who takes the parts; what it is given to execute is done beside the next batch. */
    Crew crew() {
        return crew;
    }

    /**
     * Has the passes take the parameters from this store, and one after another, so that it can
     * note which layer runs when. They come to the same numbers.
     */
    void parametersFrom(ParameterStore store) {
        parameters = store;
        atOnce = false;
    }

    /**
     * Adds the batch's gradients to those of the parameters; to the last bit the same for the same
     * batch, threads and parameters.
     *
     * @param isStep whether the step has no other batch
     * @return what it came to; its arrays are freed with the batch
     */
    Pass backward(Batch batch, boolean isStep) {
        try {
            return backward(batch, parts(batch), isStep);
        } finally {
            crew.catchUp();
        }
    }

    private List<Batch> parts(Batch batch) {
        int count = Math.min(crew.size(), batch.size() / LEAST_PICTURES);
        return count > 1 ? batch.split(count) : List.of(batch);
    }

    private Pass backward(Batch batch, List<Batch> parts, boolean isStep) {
        boolean weighsAlike = isStep && loss.weighsAlike();
        ToDoubleBiFunction<Batch, NDList> weights =
                weighsAlike
                        ? (part, predictions) -> (double) part.size() / batch.size()
                        : (part, predictions) -> loss.weight(part.labels(), predictions);
        List<Part> results = atOnce ? atOnce(parts, weights) : oneByOne(parts, weights);
        return pass(results, batch.size(), weighsAlike);
    }

    private Pass pass(List<Part> parts, int pictures, boolean weighsAlike) {
        NDList predictions = new NDList();
        Accumulation losses = new Accumulation(loss);
        int right = 0;
        for (Part part : parts) {
            predictions.add(part.predictions());
            losses.add(part.loss(), part.weight());
            right += part.right();
        }
        double lossSum = loss.perPicture(losses.loss(), pictures) * pictures;
        Meter.Totals totals = new Meter.Totals(lossSum, right, pictures);
        return new Pass(predictions, losses.loss(), weighsAlike ? 1 : losses.weight(), totals);
    }

    private List<Part> oneByOne(List<Batch> parts, ToDoubleBiFunction<Batch, NDList> weights) {
        return parts.stream().map(part -> backward(part, parameters, weights)).toList();
    }

    private List<Part> atOnce(List<Batch> parts, ToDoubleBiFunction<Batch, NDList> weights) {
        List<Supplier<Part>> passes = new ArrayList<>();
        passes.add(() -> backward(parts.get(0), parameters, weights));
        Optional<JoinedTensors> joined = trained.joined();
        for (int i = 1; i < parts.size(); i++) {
            Batch part = parts.get(i);
            TwinParameters own = twins.get(i - 1);
            passes.add(
                    () -> {
                        own.begin(joined);
                        return backward(part, own, weights);
                    });
        }
        List<Part> results = crew.each(passes);
        twins.subList(0, parts.size() - 1).forEach(TwinParameters::addGradients);
        return results;
    }

    private Part backward(
            Batch part, ParameterStore store, ToDoubleBiFunction<Batch, NDList> weights) {
        each.useThreads();
        try (ThreadGradients gradients = each.newGradientCollector()) {
            NDList predictions = block.forward(store, part.images(), true);
            NDArray value = loss.evaluate(part.labels(), predictions);
            double weight = weights.applyAsDouble(part, predictions);
            gradients.backward(value, weight);
            return new Part(
                    predictions.singletonOrThrow(),
                    value.toFloatArray()[0], // getFloat would make an index and a view of it
                    weight,
                    Meter.right(predictions, part.labels()));
        }
    }

    @Override
    public void close() {
        crew.close();
    }
}
