import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Engines;
import dev.trainkit.model.Models;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.TrainedModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** {@code Logits model|onnx SOURCE N,C,H,W PICTURES LOGITS}: files of float32, little-endian. */
public class Logits {

    public static void main(String[] args) throws Exception {
        long[] shape = Stream.of(args[2].split(",")).mapToLong(Long::parseLong).toArray();
        FloatBuffer pictures =
                ByteBuffer.wrap(Files.readAllBytes(Path.of(args[3])))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer();
        float[] logits =
                args[0].equals("onnx")
                        ? onnxRuntime(args[1], pictures, shape)
                        : network(Path.of(args[1]), pictures, new Shape(shape));
        ByteBuffer bytes =
                ByteBuffer.allocate(logits.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(logits);
        Files.write(Path.of(args[4]), bytes.array());
    }

    private static float[] network(Path directory, FloatBuffer pictures, Shape shape) {
        TrainedModel model = ModelDirectory.load(directory);
        try (NDManager manager = Engines.open().newManager()) {
            Block block = Models.create(model.manifest().architecture(), manager, 0);
            model.weights().copyInto(block, directory.toString());
            float[] values = new float[pictures.remaining()];
            pictures.get(values);
            NDList batch = new NDList(manager.create(values, shape));
            ParameterStore parameters = new ParameterStore(manager, false);
            return Autograd.withoutGradients(
                    () ->
                            block.forward(parameters, batch, false)
                                    .singletonOrThrow()
                                    .toFloatArray());
        }
    }

    private static float[] onnxRuntime(String file, FloatBuffer pictures, long[] shape)
            throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file);
                OnnxTensor batch = OnnxTensor.createTensor(environment, pictures, shape);
                OrtSession.Result result = session.run(Map.of("input", batch))) {
            FloatBuffer logits = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] copy = new float[logits.remaining()];
            logits.get(copy);
            return copy;
        }
    }
}
