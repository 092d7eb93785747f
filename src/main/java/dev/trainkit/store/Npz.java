package dev.trainkit.store;

import dev.trainkit.Quoted;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** NumPy's format of several arrays: a zip of {@code NAME.npy}, packed or not. */
final class Npz {

    static final String ENDING = ".npy";

    private Npz() {}

    /**
     * @throws RefusedException when an array of it is none, or none of weights
     */
    static Weights read(ZipArchive zip) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String entry : zip.names()) {
            if (!entry.endsWith(ENDING)) {
                throw broken("its entry %s is no array".formatted(Quoted.of(entry)));
            }
            String name = entry.substring(0, entry.length() - ENDING.length());
            if (!Counters.isCounter(name)) {
                tensors.put(name, array(name, zip.read(entry), zip.allowance()));
            }
        }
        return new Weights(tensors);
    }

    private static Tensor array(String name, byte[] bytes, Allowance allowance) {
        try {
            return NpyArray.read(bytes, allowance);
        } catch (IllegalArgumentException e) {
            throw broken("array %s %s".formatted(Quoted.of(name), e.getMessage()));
        }
    }

    private static RefusedException broken(String reason) {
        return RefusedException.broken("npz", reason);
    }
}
