package dev.trainkit.export;

import dev.trainkit.TrainkitException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What is to be exported, and how.
 *
 * @param model a model directory
 * @param format one of {@link Exporters#names()}
 * @param out the file or folder to write; null for the model's name in the current folder
 * @param batch pictures at a time, or {@link NetworkGraph#DYNAMIC}
 * @param withPreprocessing whether 8-bit pixels go in
 * @param dataPath the folder of the test set; null looks where the training did
 * @param allowRounding whether logits may be further apart than 1e-4 where float32 itself leaves
 *     them open by so much
 */
public record ExportRequest(
        Path model,
        String format,
        Path out,
        long batch,
        boolean withPreprocessing,
        Path dataPath,
        boolean allowRounding) {

    private static final long MOST_PICTURES = 1_000_000;

    public ExportRequest {
        if (batch != NetworkGraph.DYNAMIC && (batch < 1 || batch > MOST_PICTURES)) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "A batch must be dynamic or of 1 to 1000000 pictures, but was %d. Set --batch.",
                            batch));
        }
    }

    /** Of any number of pictures, as the preprocessing makes them. */
    public static ExportRequest of(Path model, String format, Path out) {
        return new ExportRequest(model, format, out, NetworkGraph.DYNAMIC, false, null, false);
    }
}
