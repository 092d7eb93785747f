package dev.trainkit.bench;

import dev.trainkit.predict.ImageClassifier;
import dev.trainkit.predict.Prediction;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;

/** {@code ImageClassifier}, from a picture to probabilities. */
@State(Scope.Benchmark)
public class PredictOurs {

    private ImageClassifier classifier;
    private List<BufferedImage> images;

    @Setup
    public void open() throws IOException {
        classifier = ImageClassifier.load(TestPictures.model());
        images = TestPictures.images();
    }

    @TearDown
    public void close() {
        classifier.close();
    }

    @Benchmark
    public Prediction one(Next next) {
        return classifier.classify(images.get(next.picture()));
    }

    @Benchmark
    public List<Prediction> thousand() {
        return classifier.classify(images);
    }
}
