package dev.trainkit.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * ReLU, then max-pooling. In a pass that nobody watches, pooling goes first, and ReLU has a quarter
 * of the values left to look at. Forward and back that is the same to the last bit, but for the
 * sign of a zero: both take the first of the largest values of a window, and where none of them is
 * above 0, either way the result is 0 and no gradient goes back.
 */
final class ReluAndPool extends AbstractBlock {

    private final Block relu = Activation.reluBlock();
    private final Block pool;

    /**
     * @param pool max-pooling
     */
    ReluAndPool(Block pool) {
        this.pool = pool;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters,
            NDList images,
            boolean training,
            PairList<String, Object> arguments) {
        boolean poolsFirst = parameters instanceof UnwatchedParameters;
        Block first = poolsFirst ? pool : relu;
        Block second = poolsFirst ? relu : pool;
        return second.forward(parameters, first.forward(parameters, images, training), training);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        relu.initialize(manager, type, inputs);
        pool.initialize(manager, type, inputs);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return pool.getOutputShapes(inputs);
    }
}
