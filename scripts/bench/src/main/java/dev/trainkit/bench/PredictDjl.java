package dev.trainkit.bench;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;

import dev.trainkit.model.Models;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.TrainedModel;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** DJL's stock {@code Predictor} on the same weights, one a caller as DJL asks for. */
@State(Scope.Thread)
public class PredictDjl {

    private Model model;
    private Predictor<Integer, float[]> predictor;
    private List<Integer> thousand;

    @Setup
    public void open() throws IOException {
        TrainedModel trained = ModelDirectory.load(TestPictures.model());
        model = Model.newInstance("peer", Device.cpu(), "PyTorch");
        Block block = Models.create(trained.manifest().architecture(), model.getNDManager(), 0);
        block.freezeParameters(true);
        trained.weights().copyInto(block, "the peer");
        model.setBlock(block);
        predictor = model.newPredictor(new Digits(TestPictures.mnist()));
        thousand = IntStream.range(0, TestPictures.COUNT).boxed().toList();
    }

    @TearDown
    public void close() {
        predictor.close();
        model.close();
    }

    @Benchmark
    public float[] one(Next next) throws TranslateException {
        return predictor.predict(next.picture());
    }

    @Benchmark
    public List<float[]> thousand() throws TranslateException {
        return predictor.batchPredict(thousand);
    }

    private record Digits(Mnist mnist) implements Translator<Integer, float[]> {

        @Override
        public NDList processInput(TranslatorContext context, Integer picture) {
            float[] values = new float[Mnist.PADDED * Mnist.PADDED];
            mnist.normalized(picture, values, 0);
            return new NDList(
                    context.getNDManager()
                            .create(values, new Shape(1, Mnist.PADDED, Mnist.PADDED)));
        }

        @Override
        public float[] processOutput(TranslatorContext context, NDList logits) {
            NDArray probabilities = logits.singletonOrThrow().softmax(0);
            return probabilities.toFloatArray();
        }

        @Override
        public Batchifier getBatchifier() {
            return Batchifier.STACK;
        }
    }
}
