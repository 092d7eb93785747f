package dev.trainkit.export;

import ai.djl.Device;
import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import dev.trainkit.engine.Autograd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A folder of DJL's, as anybody's program loads it. */
record DjlNetwork(ZooModel<NDList, NDList> model) implements LoadedNetwork {

    static LoadedNetwork load(Path folder) throws IOException {
        try {
            return new DjlNetwork(
                    Criteria.builder()
                            .setTypes(NDList.class, NDList.class)
                            .optModelPath(folder)
                            .optDevice(Device.cpu())
                            .optTranslator(new NoopTranslator())
                            .build()
                            .loadModel());
        } catch (ModelException e) {
            throw new IOException("DJL does not load it: " + e.getMessage(), e);
        }
    }

    @Override
    public String runtime() {
        return DjlExporter.runtime();
    }

    @Override
    public float[] logits(ByteBuffer values, DataType type, Shape shape) {
        try (NDManager call = model.getNDManager().newSubManager();
                Predictor<NDList, NDList> predictor = model.newPredictor()) {
            NDArray batch = call.create(values, shape, type);
            return Autograd.withoutGradients(() -> predict(predictor, batch));
        }
    }

    private static float[] predict(Predictor<NDList, NDList> predictor, NDArray batch) {
        try (NDList logits = predictor.predict(new NDList(batch))) {
            return logits.singletonOrThrow().toFloatArray();
        } catch (TranslateException e) {
            throw new IllegalStateException("DJL does not run the exported network", e);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
