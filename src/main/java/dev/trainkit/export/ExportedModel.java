package dev.trainkit.export;

import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import dev.trainkit.data.Preprocessing;
import dev.trainkit.model.Weights;
import dev.trainkit.store.Json;
import dev.trainkit.store.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A model on its way out.
 *
 * @param block with its trained weights
 * @param graph of the network; null for formats that hold weights alone
 */
record ExportedModel(
        Manifest manifest,
        Block block,
        Weights weights,
        NetworkGraph graph,
        ExportMetadata metadata) {

    /** What a batch is called in every format. */
    static final String INPUT = "input";

    /** Red, green and blue: what is grey to the model is made so inside. */
    private static final long COLOURS = 3;

    byte[] metadataJson() {
        return Json.encode(metadata);
    }

    String metadataText() {
        return new String(metadataJson(), StandardCharsets.UTF_8);
    }

    /** Floats as the preprocessing makes them. */
    static NetworkGraph.Input floats(Preprocessing preprocessing, long batch) {
        int[] shape = preprocessing.inputShape();
        return new NetworkGraph.Input(
                INPUT,
                DataType.FLOAT32,
                List.of(batch, (long) shape[0], (long) shape[1], (long) shape[2]));
    }

    /** Pixels as pictures have them: 8 bits, red, green and blue of a pixel beside each other. */
    static NetworkGraph.Input pixels(Preprocessing preprocessing, long batch) {
        return new NetworkGraph.Input(
                INPUT,
                DataType.UINT8,
                List.of(
                        batch,
                        (long) preprocessing.height(),
                        (long) preprocessing.width(),
                        COLOURS));
    }
}
