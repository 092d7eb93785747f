package dev.trainkit.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.trainkit.Version;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Engines;
import dev.trainkit.model.Models;
import dev.trainkit.model.Weights;
import dev.trainkit.store.WeightFiles;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A network with weights that were read from a file again. */
record WeightsRead(NDManager manager, Block block) implements LoadedNetwork {

    static LoadedNetwork from(ExportedModel model, Path written) {
        NDManager manager = Engines.open(ModelExport.onTheCpu()).newManager();
        try {
            Weights weights = WeightFiles.read(written);
            return new WeightsRead(
                    manager,
                    Models.load(
                            model.manifest().architecture(), weights, manager, written.toString()));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    @Override
    public String runtime() {
        return "trainkit " + Version.current();
    }

    @Override
    public float[] logits(ByteBuffer values, DataType type, Shape shape) {
        try (NDManager call = manager.newSubManager()) {
            NDArray batch = call.create(values, shape, type);
            ParameterStore parameters = new ParameterStore(call, false);
            return Autograd.withoutGradients(
                    () ->
                            block.forward(parameters, new NDList(batch), false)
                                    .singletonOrThrow()
                                    .toFloatArray());
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
