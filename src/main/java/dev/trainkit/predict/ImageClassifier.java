package dev.trainkit.predict;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.EngineConfig;
import dev.trainkit.data.Background;
import dev.trainkit.data.DecodingLimits;
import dev.trainkit.data.PicturePixels;
import dev.trainkit.data.Pictures;
import dev.trainkit.data.Preprocessing;
import dev.trainkit.eval.Softmax;
import dev.trainkit.store.Manifest;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Says what is on a picture, with a trained model. It may be used from any number of threads at
 * once, and records no gradients on any of them. It holds native memory until it is closed.
 *
 * <pre>{@code
 * try (ImageClassifier classifier = ImageClassifier.load(Path.of("models/lenet-mnist"))) {
 *     Prediction prediction = classifier.classify(Path.of("digit.png"));
 *     System.out.println(prediction.label() + " " + prediction.probability());
 * }
 * }</pre>
 */
public final class ImageClassifier implements AutoCloseable {

    /** Larger batches gain no more speed on a CPU. */
    private static final int BATCH_SIZE = 256;

    private final Lender lender;
    private final Background background;

    ImageClassifier(Lender lender, Background background) {
        this.lender = lender;
        this.background = background;
    }

    /**
     * Loads a model onto the first GPU that the engine can use, else the CPU. There each call
     * computes on its caller's thread alone, so that many callers do not take turns at the cores.
     *
     * @param modelDirectory what a run wrote
     * @throws TrainkitException when there is no model, or a file of it is missing or damaged
     */
    public static ImageClassifier load(Path modelDirectory) {
        return load(modelDirectory, EngineConfig.oneThread());
    }

    /** As {@link #load(Path)}, with a choice of engine, device and threads. */
    public static ImageClassifier load(Path modelDirectory, EngineConfig engine) {
        return new ImageClassifier(Network.load(modelDirectory, engine), Background.AUTO);
    }

    /**
     * The same model, for pictures whose background is known; {@link Background#AUTO} tells it from
     * the border of each. Both share the weights: closing either closes both.
     */
    public ImageClassifier withBackground(Background background) {
        return new ImageClassifier(lender, background);
    }

    /**
     * Classifies a picture in a file, of any size and in any format that {@link Pictures} reads.
     *
     * @throws TrainkitException when it cannot be read or shows nothing; the message names the file
     */
    public Prediction classify(Path picture) {
        return lender.lend(
                network ->
                        classify(
                                network,
                                Pictures.read(picture, backgroundColour(network)),
                                picture.toString()));
    }

    /**
     * As {@link #classify(Path)}, from a stream that the caller closes.
     *
     * @param name for messages
     */
    public Prediction classify(InputStream picture, String name) {
        return lender.lend(
                network ->
                        classify(
                                network,
                                Pictures.read(picture, name, backgroundColour(network)),
                                name));
    }

    /** As {@link #classify(Path)}, from the content of a file. */
    public Prediction classify(byte[] encodedPicture) {
        return classify(encodedPicture, DecodingLimits.usual());
    }

    /**
     * As {@link #classify(byte[])}, of a file that somebody unknown has sent.
     *
     * @throws TrainkitException also when decoding takes more than the limits say
     */
    public Prediction classify(byte[] encodedPicture, DecodingLimits limits) {
        return lender.lend(network -> classify(network, decoded(network, encodedPicture, limits)));
    }

    /**
     * As {@link #classify(byte[], DecodingLimits)}, one of several.
     *
     * @param name for messages
     */
    public Prediction classify(byte[] encodedPicture, String name, DecodingLimits limits) {
        return lender.lend(
                network -> classify(network, decoded(network, encodedPicture, name, limits), name));
    }

    /** As {@link #classify(Path)}, from a picture in memory. */
    public Prediction classify(BufferedImage picture) {
        return lender.lend(network -> predict(network, List.of(pixels(network, picture))).get(0));
    }

    /**
     * As {@link #classify(byte[])}, with what the network saw; slower.
     *
     * @throws TrainkitException when it cannot be read or shows nothing
     */
    public LookedAt look(byte[] encodedPicture) {
        return look(encodedPicture, DecodingLimits.usual());
    }

    /** As {@link #look(byte[])}, of a file that somebody unknown has sent. */
    public LookedAt look(byte[] encodedPicture, DecodingLimits limits) {
        return lender.lend(network -> look(network, decoded(network, encodedPicture, limits)));
    }

    /**
     * Classifies pictures in batches and on all processors, faster than one by one; the answers are
     * in their order.
     *
     * @throws TrainkitException when one of them shows nothing; the message tells which
     */
    public List<Prediction> classify(List<BufferedImage> pictures) {
        return lender.lend(network -> classify(network, pictures));
    }

    /** The names that a prediction can give. */
    public List<String> classes() {
        return manifest().classes();
    }

    /** What is known of the model: architecture, preprocessing, figures, provenance. */
    public Manifest manifest() {
        return lender.manifest();
    }

    /** Frees the weights, once no thread uses them. */
    @Override
    public void close() {
        lender.close();
    }

    private static int backgroundColour(Lent network) {
        return network.manifest().preprocessing().backgroundColour();
    }

    private static BufferedImage decoded(Lent network, byte[] encoded, DecodingLimits limits) {
        return decoded(network, encoded, "the picture", limits);
    }

    private static BufferedImage decoded(
            Lent network, byte[] encoded, String name, DecodingLimits limits) {
        return Pictures.read(encoded, name, backgroundColour(network), limits);
    }

    private List<Prediction> classify(Lent network, List<BufferedImage> pictures) {
        List<Prediction> predictions = new ArrayList<>(pictures.size());
        for (int from = 0; from < pictures.size(); from += BATCH_SIZE) {
            int to = Math.min(from + BATCH_SIZE, pictures.size());
            List<byte[]> batch =
                    IntStream.range(from, to)
                            .parallel()
                            .mapToObj(i -> pixels(network, pictures, i))
                            .toList();
            predictions.addAll(predict(network, batch));
        }
        return predictions;
    }

    private Prediction classify(Lent network, BufferedImage picture) {
        return predict(network, List.of(pixels(network, picture))).get(0);
    }

    private Prediction classify(Lent network, BufferedImage picture, String name) {
        return predict(network, List.of(pixels(network, picture, name))).get(0);
    }

    private LookedAt look(Lent network, BufferedImage picture) {
        byte[] pixels = pixels(network, picture);
        Prediction prediction = predict(network, List.of(pixels)).get(0);
        FirstLayer layer = network.firstLayer(pixels);
        Preprocessing made = network.manifest().preprocessing();
        return new LookedAt(
                prediction.label(),
                prediction.probability(),
                prediction.ranking(),
                new LookedAt.Map(made.width(), made.height(), values(pixels)),
                layer.name(),
                layer.maps());
    }

    private static List<Integer> values(byte[] pixels) {
        return IntStream.range(0, pixels.length).mapToObj(i -> pixels[i] & 0xFF).toList();
    }

    private byte[] pixels(Lent network, BufferedImage picture) {
        return PicturePixels.of(picture, network.manifest().preprocessing(), background);
    }

    private byte[] pixels(Lent network, List<BufferedImage> pictures, int i) {
        String name = "picture " + (i + 1) + " of " + pictures.size();
        return pixels(network, pictures.get(i), name);
    }

    private byte[] pixels(Lent network, BufferedImage picture, String name) {
        try {
            return pixels(network, picture);
        } catch (TrainkitException e) {
            throw new TrainkitException(name + ": " + e.getMessage(), e);
        }
    }

    private static List<Prediction> predict(Lent network, List<byte[]> pictures) {
        float[] logits = network.logits(pictures);
        int classes = network.manifest().classes().size();
        return IntStream.range(0, pictures.size())
                .mapToObj(i -> Arrays.copyOfRange(logits, i * classes, (i + 1) * classes))
                .map(ofOne -> prediction(network, ofOne))
                .toList();
    }

    private static Prediction prediction(Lent network, float[] logits) {
        for (float logit : logits) {
            requireFinite(network, logit);
        }
        List<String> classes = network.manifest().classes();
        double[] probabilities = Softmax.of(logits, network.manifest().temperatureOrOne());
        return new Prediction(
                IntStream.range(0, logits.length)
                        .mapToObj(i -> new Prediction.Score(classes.get(i), probabilities[i]))
                        .sorted(
                                Comparator.comparingDouble(Prediction.Score::probability)
                                        .reversed())
                        .toList());
    }

    private static void requireFinite(Lent network, float logit) {
        if (!Float.isFinite(logit)) {
            throw network.unusable(
                    "computes " + logit + " for this picture: its weights are damaged",
                    "Train it again, with a lower optimizer.learning-rate if that made them so");
        }
    }
}
