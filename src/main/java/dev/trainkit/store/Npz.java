package dev.trainkit.store;

import dev.trainkit.Quoted;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** NumPy's format of several arrays: a zip of {@code NAME.npy}, packed or not. */
final class Npz {

    static final String ENDING = ".npy";

    private Npz() {}

    /**
     * @throws RefusedException when an array of it is none, or none of numbers
     */
    static Weights read(ZipArchive zip) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, String> others = new LinkedHashMap<>();
        for (String entry : zip.names()) {
            if (!entry.endsWith(ENDING)) {
                throw broken("its entry %s is no array".formatted(Quoted.of(entry)));
            }
            String name = entry.substring(0, entry.length() - ENDING.length());
            if (!Counters.isCounter(name)) {
                add(name, zip.read(entry), zip.allowance(), tensors, others);
            }
        }
        return new Weights(tensors, others);
    }

    private static void add(
            String name,
            byte[] bytes,
            Allowance allowance,
            Map<String, Tensor> tensors,
            Map<String, String> others) {
        try {
            Optional<String> integers = NpyArray.integers(bytes);
            if (integers.isPresent()) {
                others.put(name, integers.get());
            } else {
                tensors.put(name, NpyArray.read(bytes, allowance));
            }
        } catch (IllegalArgumentException e) {
            throw broken("array %s %s".formatted(Quoted.of(name), e.getMessage()));
        }
    }

    private static RefusedException broken(String reason) {
        return RefusedException.broken("npz", reason);
    }
}
