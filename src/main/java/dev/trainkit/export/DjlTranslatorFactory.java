package dev.trainkit.export;

import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.translator.BaseImageTranslatorFactory;
import ai.djl.translate.Translator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * From a picture to the probabilities of the classes, for a folder that was exported for DJL: from
 * an {@link Image}, a path, an address or a stream, and from what DJL Serving was sent. DJL Serving
 * finds it by its name in {@code serving.properties}; {@code Criteria} is told of it, by {@code
 * optTranslatorFactory} or the argument {@code translatorFactory}, and takes a stock one otherwise.
 */
public final class DjlTranslatorFactory extends BaseImageTranslatorFactory<Classifications> {

    @Override
    protected Translator<Image, Classifications> buildBaseTranslator(
            Model model, Map<String, ?> arguments) {
        try {
            return new DjlTranslator(ExportMetadata.read(model.getModelPath()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Class<Classifications> getBaseOutputType() {
        return Classifications.class;
    }
}
