package dev.trainkit.model;

import static dev.trainkit.model.Layers.unbiased;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * torchvision's {@code BasicBlock}: two 3x3 convolutions, and what came in added to what comes out.
 */
final class ResidualBlock extends AbstractBlock {

    private final SequentialBlock branch;

    /** Null where what came in has the right shape already. */
    private final SequentialBlock downsample;

    /**
     * @param stride of the first convolution
     */
    ResidualBlock(int channels, int width, int stride) {
        branch =
                new SequentialBlock()
                        .add(addChildBlock("conv1", unbiased(width, 3, stride)))
                        .add(addChildBlock("bn1", new BatchNorm2d()))
                        .add(Activation.reluBlock())
                        .add(addChildBlock("conv2", unbiased(width, 3, 1)))
                        .add(addChildBlock("bn2", new BatchNorm2d()));
        downsample =
                stride == 1 && channels == width
                        ? null
                        : addChildBlock("downsample", projection(width, stride));
    }

    private static SequentialBlock projection(int width, int stride) {
        return new SequentialBlock().add(unbiased(width, 1, stride)).add(new BatchNorm2d());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters,
            NDList inputs,
            boolean training,
            PairList<String, Object> arguments) {
        NDArray residual = branch.forward(parameters, inputs, training).singletonOrThrow();
        NDArray shortcut =
                downsample == null
                        ? inputs.singletonOrThrow()
                        : downsample.forward(parameters, inputs, training).singletonOrThrow();
        return new NDList(Activation.relu(residual.add(shortcut)));
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        branch.initialize(manager, type, inputs);
        if (downsample != null) {
            downsample.initialize(manager, type, inputs);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return branch.getOutputShapes(inputs);
    }
}
