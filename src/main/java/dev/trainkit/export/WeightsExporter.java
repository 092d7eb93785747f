package dev.trainkit.export;

import dev.trainkit.store.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A format of weights alone, under the names that {@code load_state_dict} takes. */
record WeightsExporter(String name, String suffix, Encoding encoding) implements Exporter {

    /** How weights become such a file. */
    interface Encoding {

        byte[] encode(ExportedModel model) throws IOException;
    }

    /** Its header has a note {@code trainkit}. */
    static Exporter safetensors() {
        return new WeightsExporter(
                "safetensors",
                ".safetensors",
                model ->
                        Safetensors.encode(
                                model.weights(),
                                Map.of("format", "pt", ExportMetadata.KEY, model.metadataText())));
    }

    /** What {@code torch.save(model.state_dict(), file)} writes. */
    static Exporter pytorch() {
        return new WeightsExporter("pytorch", ".pth", StateDictFile::encode);
    }

    /** What {@code numpy.load} reads. */
    static Exporter npz() {
        return new WeightsExporter("npz", ".npz", NpzFile::encode);
    }

    @Override
    public boolean holdsTheNetwork() {
        return false;
    }

    @Override
    public void write(ExportedModel model, Path target) throws IOException {
        Files.write(target, encoding.encode(model));
    }

    @Override
    public LoadedNetwork open(ExportedModel model, Path written) {
        return WeightsRead.from(model, written);
    }
}
