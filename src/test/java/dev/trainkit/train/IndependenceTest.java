package dev.trainkit.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.Models;
import dev.trainkit.model.Weights;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndependenceTest {

    private final Backend backend = Engines.open();
    private final NDManager manager = backend.newManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenet", "lenet5", "mlp"})
    void convolutionsPoolingAndLayersTakePicturesApart(String name) {
        assertThat(independent(network(name))).isTrue();
    }

    @Test
    void dropoutDraws() {
        assertThat(independent(network("squeezenet"))).isFalse();
    }

    /** Trying it would leave its traces in the running means. */
    @ParameterizedTest
    @ValueSource(strings = {"cnn", "resnet"})
    void batchNormalisationMixesThemAndIsNotTried(String name) {
        Block block = network(name);
        Weights before = Weights.of(block);
        assertThat(independent(block)).isFalse();
        assertThat(Weights.of(block)).isEqualTo(before);
    }

    @Test
    void aLayerThatLooksAtAllPicturesMixesThem() {
        assertThat(independent(with(x -> new NDList(x.head().sub(x.head().mean(new int[] {0}))))))
                .isFalse();
    }

    @Test
    void aLayerThatDrawsComesToSomethingElseEachTime() {
        assertThat(independent(with(x -> new NDList(x.head().add(noise(x.head().getShape()))))))
                .isFalse();
    }

    private NDArray noise(Shape shape) {
        return manager.randomNormal(shape);
    }

    @Test
    void aLayerOfAPictureAloneDoesNot() {
        assertThat(independent(with(x -> new NDList(x.head().softmax(1))))).isTrue();
    }

    private boolean independent(Block block) {
        return Independence.of(block, new Shape(1, 32, 32), manager);
    }

    private Block network(String name) {
        return Models.create(new Architecture(name, List.of(1, 32, 32), 10), manager, 0);
    }

    private Block with(Function<NDList, NDList> layer) {
        SequentialBlock block =
                new SequentialBlock()
                        .add(Blocks.batchFlattenBlock())
                        .add(Linear.builder().setUnits(5).build())
                        .add(Activation.reluBlock())
                        .add(new LambdaBlock(layer));
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 32, 32));
        return block;
    }
}
