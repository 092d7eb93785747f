package dev.trainkit.model;

import static dev.trainkit.model.Layers.convolution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** SqueezeNet's module: a 1x1 convolution to few channels, then 1x1 and 3x3 side by side. */
final class FireBlock extends AbstractBlock {

    private final Conv2d squeeze;
    private final Conv2d expand1x1;
    private final Conv2d expand3x3;

    /**
     * @param expanded channels of each of the two sides
     */
    FireBlock(int squeezed, int expanded) {
        squeeze = addChildBlock("squeeze", convolution(squeezed, 1, 1, 0));
        expand1x1 = addChildBlock("expand1x1", convolution(expanded, 1, 1, 0));
        expand3x3 = addChildBlock("expand3x3", convolution(expanded, 3, 1, 1));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters,
            NDList inputs,
            boolean training,
            PairList<String, Object> arguments) {
        NDList squeezed = new NDList(relu(squeeze, parameters, inputs, training));
        return new NDList(
                relu(expand1x1, parameters, squeezed, training)
                        .concat(relu(expand3x3, parameters, squeezed, training), 1));
    }

    private static NDArray relu(
            Conv2d convolution, ParameterStore parameters, NDList inputs, boolean training) {
        return Activation.relu(
                convolution.forward(parameters, inputs, training).singletonOrThrow());
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        squeeze.initialize(manager, type, inputs);
        Shape[] squeezed = squeeze.getOutputShapes(inputs);
        expand1x1.initialize(manager, type, squeezed);
        expand3x3.initialize(manager, type, squeezed);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        Shape one = expand1x1.getOutputShapes(squeeze.getOutputShapes(inputs))[0];
        return new Shape[] {new Shape(one.get(0), 2 * one.get(1), one.get(2), one.get(3))};
    }
}
