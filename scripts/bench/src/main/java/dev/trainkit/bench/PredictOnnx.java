package dev.trainkit.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime on the same weights, with its own defaults: from pixels to probabilities. */
@State(Scope.Benchmark)
public class PredictOnnx {

    private static final int VALUES = Mnist.PADDED * Mnist.PADDED;
    private static final int CLASSES = 10;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private OrtSession session;
    private Mnist mnist;

    @Setup
    public void open() throws OrtException, IOException {
        session = environment.createSession(TestPictures.onnx().toString());
        mnist = TestPictures.mnist();
    }

    @TearDown
    public void close() throws OrtException {
        session.close();
    }

    @Benchmark
    public float[] one(Next next) throws OrtException {
        return probabilities(next.picture(), 1);
    }

    @Benchmark
    public float[] thousand() throws OrtException {
        return probabilities(0, TestPictures.COUNT);
    }

    private float[] probabilities(int first, int count) throws OrtException {
        float[] values = new float[count * VALUES];
        for (int i = 0; i < count; i++) {
            mnist.normalized(first + i, values, i * VALUES);
        }
        long[] shape = {count, 1, Mnist.PADDED, Mnist.PADDED};
        try (OnnxTensor images =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
                OrtSession.Result result = session.run(Map.of("images", images))) {
            float[] logits = new float[count * CLASSES];
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(logits);
            for (int i = 0; i < count; i++) {
                TestPictures.softmax(logits, i * CLASSES, CLASSES);
            }
            return logits;
        }
    }
}
