package dev.trainkit.export;

import dev.trainkit.model.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A PyTorch file of a state dictionary, as {@code torch.load(file, weights_only=True)} takes it: a
 * zip with a pickle of an ordered dictionary of tensors, and their values beside it.
 */
final class StateDictFile {

    private static final String ROOT = "archive/";

    private StateDictFile() {}

    static byte[] encode(ExportedModel model) throws IOException {
        Map<String, Tensor> tensors = model.weights().tensors();
        List<String> names = List.copyOf(tensors.keySet());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (StoredZip zip = new StoredZip(bytes)) {
            zip.add(ROOT + "data.pkl", dictionary(tensors, names));
            zip.add(ROOT + "byteorder", ascii("little"));
            for (String name : names) {
                zip.add(ROOT + "data/" + names.indexOf(name), Pickle.storage(tensors.get(name)));
            }
            zip.add(ROOT + "extra/" + ExportMetadata.KEY + ".json", model.metadataJson());
            zip.add(ROOT + "version", ascii("3\n"));
        }
        return bytes.toByteArray();
    }

    private static byte[] dictionary(Map<String, Tensor> tensors, List<String> names) {
        Pickle pickle = new Pickle().global("collections", "OrderedDict").emptyTuple().call();
        pickle.mark();
        for (String name : names) {
            pickle.text(name).tensor(tensors.get(name), String.valueOf(names.indexOf(name)));
        }
        return pickle.setItems().bytes();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
