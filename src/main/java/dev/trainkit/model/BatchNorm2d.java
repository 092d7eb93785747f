package dev.trainkit.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.trainkit.TrainkitException;

/**
 * Batch normalisation of each channel (Ioffe and Szegedy 2015), as {@code torch.nn.BatchNorm2d}
 * with its defaults and its names. In training a batch is normalised by its own figures, and these
 * move the running ones by a tenth; otherwise by the running ones. A layer whose parameters are
 * frozen keeps its running figures too, and goes by them in training as well.
 */
public final class BatchNorm2d extends AbstractBlock {

    public static final float EPSILON = 1e-5f;

    /** How much of the running figures a batch keeps; PyTorch calls what is left momentum. */
    private static final float KEPT = 0.9f;

    private final Parameter weight = add("weight", Parameter.Type.GAMMA, true);
    private final Parameter bias = add("bias", Parameter.Type.BETA, true);
    private final Parameter runningMean = add("running_mean", Parameter.Type.RUNNING_MEAN, false);
    private final Parameter runningVariance = add("running_var", Parameter.Type.RUNNING_VAR, false);

    private boolean takesOnePicture;

    private Parameter add(String name, Parameter.Type type, boolean trained) {
        return addParameter(
                Parameter.builder().setName(name).setType(type).optRequiresGrad(trained).build());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters,
            NDList inputs,
            boolean training,
            PairList<String, Object> arguments) {
        NDArray input = inputs.singletonOrThrow();
        Device device = input.getDevice();
        boolean byBatch = training && (weight.requiresGradient() || bias.requiresGradient());
        if (byBatch) {
            requireSeveralValues(input.getShape());
        }
        return input.getNDArrayInternal()
                .batchNorm(
                        input,
                        parameters.getValue(runningMean, device, training),
                        parameters.getValue(runningVariance, device, training),
                        parameters.getValue(weight, device, training),
                        parameters.getValue(bias, device, training),
                        -1, // DJL's word for PyTorch's own axis
                        KEPT,
                        EPSILON,
                        byBatch);
    }

    /**
     * Whether it can normalise one picture in training: where its maps have more than one value.
     * Known once the shape of its input is.
     */
    public boolean takesOnePicture() {
        return takesOnePicture;
    }

    /** One value has no variance; libtorch would make the running one NaN. */
    private static void requireSeveralValues(Shape input) {
        if (input.size() == input.get(1)) {
            throw new TrainkitException(
                    ("A batch of one picture, of which one value a channel is left, cannot be"
                                    + " normalised in training: its shape is %s. Choose another"
                                    + " train.batch-size, so that no batch has one picture.")
                            .formatted(input));
        }
    }

    @Override
    protected void prepare(Shape[] inputs) {
        takesOnePicture = inputs[0].slice(2).size() > 1;
        Shape channels = new Shape(inputs[0].get(1));
        getDirectParameters().values().forEach(parameter -> parameter.setShape(channels));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {inputs[0]};
    }
}
