package dev.trainkit.store;

import dev.trainkit.Quoted;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import dev.trainkit.store.PickleValue.Storage;
import dev.trainkit.store.PickleValue.View;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What {@code torch.save} and {@code torch.jit.save} write: a zip with a pickle that describes the
 * tensors, and an entry for each storage. No pickle is run and no module's code is looked at.
 */
final class TorchFile {

    private static final Pattern PICKLE = Pattern.compile("(?<folder>([^/]+/)?)data\\.pkl");
    private static final int LARGEST_PICKLE = 16 << 20;

    private final ZipArchive zip;
    private final String folder;
    private final ByteOrder order;
    private final Map<String, byte[]> storages = new HashMap<>();

    private TorchFile(ZipArchive zip, String folder, ByteOrder order) {
        this.zip = zip;
        this.folder = folder;
        this.order = order;
    }

    static boolean isPickle(String entry) {
        return PICKLE.matcher(entry).matches();
    }

    /**
     * @param key which of several sets of weights; null where there is one
     * @throws RefusedException when it is damaged, has no weights, or several sets and no key
     */
    static Weights read(ZipArchive zip, String key) throws IOException {
        List<String> pickles = zip.names().stream().filter(TorchFile::isPickle).toList();
        if (pickles.size() != 1) {
            throw broken(String.format(Locale.ROOT, "it has %d entries data.pkl", pickles.size()));
        }
        String pickle = pickles.get(0);
        String folder = pickle.substring(0, pickle.length() - "data.pkl".length());
        byte[] program = zip.read(pickle);
        if (program.length > LARGEST_PICKLE) {
            throw broken(String.format(Locale.ROOT, "its pickle has %d bytes", program.length));
        }
        TorchFile file = new TorchFile(zip, folder, order(zip, folder));
        return file.weights(StateDictionary.of(PickleReader.read(program), key));
    }

    /** Said since PyTorch 2.1; before, only little-endian machines' files were portable. */
    private static ByteOrder order(ZipArchive zip, String folder) throws IOException {
        String entry = folder + "byteorder";
        if (!zip.names().contains(entry)) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        String name = new String(zip.read(entry), StandardCharsets.US_ASCII);
        return switch (name) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw broken("its byte order is '%s'".formatted(Quoted.of(name)));
        };
    }

    private Weights weights(StateDictionary dictionary) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, String> others = new LinkedHashMap<>(dictionary.others());
        for (Map.Entry<String, View> named : dictionary.tensors().entrySet()) {
            String name = named.getKey();
            Storage storage = named.getValue().storage();
            ValueType type = TorchNames.valueType(storage);
            if (type == null) {
                others.put(name, Quoted.of(TorchNames.typeName(storage)));
            } else {
                tensors.put(name, tensor(name, named.getValue(), type));
            }
        }
        others.keySet().removeIf(Counters::isCounter);
        tensors.keySet().removeIf(Counters::isCounter);
        return new Weights(tensors, others);
    }

    private Tensor tensor(String name, View view, ValueType type) throws IOException {
        byte[] storage = storage(view.storage(), type);
        try {
            return view.tensor().read(storage, type, order, zip.allowance());
        } catch (IllegalArgumentException e) {
            throw broken("tensor %s %s".formatted(Quoted.of(name), e.getMessage()));
        }
    }

    /** Read once, however many tensors share it. */
    private byte[] storage(Storage storage, ValueType type) throws IOException {
        byte[] bytes = storages.get(storage.key());
        if (bytes == null) {
            bytes = zip.read(folder + "data/" + storage.key());
            storages.put(storage.key(), bytes);
        }
        if (storage.size() < 0 || bytes.length / type.size() != storage.size()) {
            throw broken(
                    String.format(
                            Locale.ROOT,
                            "storage %s has %d bytes, which its %d values do not make",
                            Quoted.of(storage.key()),
                            bytes.length,
                            storage.size()));
        }
        return bytes;
    }

    private static RefusedException broken(String reason) {
        return RefusedException.broken("PyTorch", reason);
    }
}
