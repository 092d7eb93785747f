package dev.trainkit.bench;

import dev.trainkit.predict.ImageClassifier;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;

/** Where the time of a prediction goes, one picture at a time. */
final class PredictionOperations {

    private static final int WARM_UP = 20_000;
    private static final int PREDICTIONS = 1_000;

    private PredictionOperations() {}

    public static void main(String[] arguments) throws IOException {
        List<BufferedImage> images = TestPictures.images();
        try (ImageClassifier classifier = ImageClassifier.load(TestPictures.model());
                OwnTimes times = new OwnTimes()) {
            classify(classifier, images, WARM_UP);
            times.start();
            classify(classifier, images, PREDICTIONS);
            times.stop();
            times.print("a picture", PREDICTIONS);
        }
    }

    private static void classify(ImageClassifier classifier, List<BufferedImage> images, int times) {
        for (int i = 0; i < times; i++) {
            classifier.classify(images.get(i % images.size()));
        }
    }
}
