package dev.trainkit.export;

import dev.trainkit.data.Preprocessing;
import dev.trainkit.model.Architecture;
import dev.trainkit.store.Figures;
import dev.trainkit.store.Json;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What travels with a model in every format, as JSON.
 *
 * @param classes names, in the order of the logits
 * @param input what goes in
 * @param preprocessing from 8-bit pixels to floats, whether it is inside or not
 * @param temperature what the logits are divided by before they become probabilities; null for 1
 * @param test figures on the test set
 */
public record ExportMetadata(
        Architecture architecture,
        List<String> classes,
        Input input,
        Preprocessing preprocessing,
        Double temperature,
        Figures test,
        Provenance provenance) {

    /** The key or the file name under which the formats hold it. */
    static final String KEY = "trainkit";

    /**
     * What goes in.
     *
     * @param type {@code float32} or {@code uint8}
     * @param shape its first dimension is -1 where any number of pictures is taken
     * @param layout of the shape: {@code NCHW} or {@code NHWC}
     * @param preprocessed whether the preprocessing is done by the caller
     */
    public record Input(String type, List<Long> shape, String layout, boolean preprocessed) {}

    static ExportMetadata of(Manifest manifest, Input input) {
        return new ExportMetadata(
                manifest.architecture(),
                manifest.classes(),
                input,
                manifest.preprocessing(),
                manifest.temperature(),
                manifest.test(),
                manifest.provenance());
    }

    /** Of a folder that was exported for DJL. */
    static ExportMetadata read(Path folder) throws IOException {
        Path file = folder.resolve(DjlExporter.METADATA);
        return Json.decode(Files.readAllBytes(file), ExportMetadata.class, file.toString());
    }
}
