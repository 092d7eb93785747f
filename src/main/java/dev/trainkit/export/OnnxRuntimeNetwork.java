package dev.trainkit.export;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.trainkit.TemporaryFiles;
import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** An ONNX model in ONNX Runtime, which shares no code with the engine that trained it. */
record OnnxRuntimeNetwork(OrtEnvironment environment, OrtSession session) implements LoadedNetwork {

    static LoadedNetwork load(Path file) throws IOException {
        OrtEnvironment environment = open();
        try {
            environment.setTelemetry(false);
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                OrtSession session = environment.createSession(file.toString(), options);
                return new OnnxRuntimeNetwork(environment, session);
            }
        } catch (OrtException e) {
            throw new IOException("ONNX Runtime does not load it: " + e.getMessage(), e);
        }
    }

    /** Unpacks the native library into a new folder of its own, which its owner alone can enter. */
    private static OrtEnvironment open() {
        TemporaryFiles.requireRoom(); // a class of which this failed once is lost for this process
        try {
            return OrtEnvironment.getEnvironment(
                    OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "trainkit");
        } catch (LinkageError e) {
            throw new TrainkitException(
                    ("The native library of ONNX Runtime could not be loaded from %s: %s. %s, a folder"
                                    + " with 100 MB of room from which programs may run.")
                            .formatted(
                                    TemporaryFiles.folder(), rootMessage(e), TemporaryFiles.REMEDY),
                    e);
        }
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    @Override
    public String runtime() {
        return "ONNX Runtime " + environment.getVersion();
    }

    @Override
    public float[] logits(ByteBuffer values, DataType type, Shape shape) {
        try (OnnxTensor batch = tensor(values, type, shape);
                OrtSession.Result result = session.run(Map.of(ExportedModel.INPUT, batch))) {
            FloatBuffer logits = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] copy = new float[logits.remaining()];
            logits.get(copy);
            return copy;
        } catch (OrtException e) {
            throw new TrainkitException(
                    "ONNX Runtime cannot run the exported network: %s. Export to another format, and report this as a defect of trainkit."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private OnnxTensor tensor(ByteBuffer values, DataType type, Shape shape) throws OrtException {
        return type == DataType.UINT8
                ? OnnxTensor.createTensor(environment, values, shape.getShape(), OnnxJavaType.UINT8)
                : OnnxTensor.createTensor(environment, values.asFloatBuffer(), shape.getShape());
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not close its session", e);
        }
    }
}
