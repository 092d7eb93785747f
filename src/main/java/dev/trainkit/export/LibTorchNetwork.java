package dev.trainkit.export;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.trainkit.engine.Autograd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A TorchScript archive in DJL's libtorch, which runs its code and not the blocks it came from. */
record LibTorchNetwork(Model model) implements LoadedNetwork {

    private static final String ENGINE = "PyTorch";

    static LoadedNetwork load(Path file) throws IOException {
        Model model = Model.newInstance("exported", Device.cpu(), ENGINE);
        try (InputStream in = Files.newInputStream(file)) {
            model.load(in);
            return new LibTorchNetwork(model);
        } catch (MalformedModelException | RuntimeException e) {
            model.close();
            throw new IOException("libtorch does not load it: " + e.getMessage(), e);
        }
    }

    @Override
    public String runtime() {
        return "libtorch " + Engine.getEngine(ENGINE).getVersion();
    }

    @Override
    public float[] logits(ByteBuffer values, DataType type, Shape shape) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDArray batch = manager.create(values, shape, type);
            return Autograd.withoutGradients(
                    () ->
                            model.getBlock()
                                    .forward(
                                            new ParameterStore(manager, false),
                                            new NDList(batch),
                                            false)
                                    .singletonOrThrow()
                                    .toFloatArray());
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
