package dev.trainkit.export;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import dev.trainkit.data.Background;
import dev.trainkit.data.PicturePixels;
import dev.trainkit.data.Pictures;
import dev.trainkit.data.Preprocessing;
import dev.trainkit.eval.Softmax;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Makes of a picture what the model's own were, and probabilities of its logits. */
record DjlTranslator(ExportMetadata metadata) implements Translator<Image, Classifications> {

    @Override
    public NDList processInput(TranslatorContext context, Image picture) throws IOException {
        Preprocessing preprocessing = metadata.preprocessing();
        int[] shape = preprocessing.inputShape();
        FloatBuffer values = FloatBuffer.allocate(shape[0] * shape[1] * shape[2]);
        preprocessing.write(
                PicturePixels.of(pixels(picture), preprocessing, Background.AUTO), 0, values);
        NDArray input =
                context.getNDManager()
                        .create(values.array(), new Shape(shape[0], shape[1], shape[2]));
        return new NDList(input);
    }

    /** Android and OpenCV have pictures of their own. */
    private static BufferedImage pixels(Image picture) throws IOException {
        if (picture.getWrappedImage() instanceof BufferedImage buffered) {
            return buffered;
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        picture.save(png, "png");
        return Pictures.read(png.toByteArray(), "the picture");
    }

    @Override
    public Classifications processOutput(TranslatorContext context, NDList logits) {
        double temperature = metadata.temperature() == null ? 1 : metadata.temperature();
        List<Double> probabilities = new ArrayList<>();
        for (double probability :
                Softmax.of(logits.singletonOrThrow().toFloatArray(), temperature)) {
            probabilities.add(probability);
        }
        return new Classifications(metadata.classes(), probabilities);
    }
}
