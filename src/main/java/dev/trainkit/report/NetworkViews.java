package dev.trainkit.report;

import ai.djl.ndarray.NDManager;
import dev.trainkit.data.Batch;
import dev.trainkit.data.Batches;
import dev.trainkit.data.ImageData;
import dev.trainkit.data.Preprocessing;
import dev.trainkit.eval.Mistake;
import dev.trainkit.eval.Predictions;
import dev.trainkit.inspect.Activations;
import dev.trainkit.inspect.Saliency;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What the network made of some pictures, in pictures. */
final class NetworkViews {

    private static final int MISTAKES = 24;
    private static final int EXPLAINED = 8;
    private static final int WALKED_THROUGH = 4;
    private static final int CHANNELS = 16;
    private static final int FILTERS = 64;

    private final ReportSource source;
    private final Predictions predictions;
    private final List<Mistake> worst;

    /** A picture with what it is called. */
    record Shown(String source, String text) {}

    /** A class with its probability. */
    record Guess(String name, String percent, String share) {}

    /** A wrong answer with its picture. */
    record WrongAnswer(
            String source,
            String alternative,
            String name,
            String label,
            String guess,
            List<Guess> guesses) {}

    /** What each layer made of a picture. */
    record Walk(String source, String text, List<Shown> layers) {}

    /** A picture, and how much its answer hangs on each pixel. */
    record Explained(String source, String saliency, String text) {}

    private NetworkViews(ReportSource source, Predictions predictions, List<Mistake> mistakes) {
        this.source = source;
        this.predictions = predictions;
        worst = mistakes.stream().limit(MISTAKES).toList();
    }

    /**
     * @param predictions of the test pictures, with the probabilities that the model gives
     * @param mistakes the most confident first
     */
    static NetworkViews of(ReportSource source, Predictions predictions, List<Mistake> mistakes) {
        return new NetworkViews(source, predictions, mistakes);
    }

    List<WrongAnswer> mistakes() {
        boolean named = predictions.areOfNamedPictures();
        return worst.stream()
                .map(
                        mistake ->
                                new WrongAnswer(
                                        picture(mistake.picture()),
                                        named ? mistake.name() : "Test " + mistake.name(),
                                        mistake.name(),
                                        mistake.label(),
                                        mistake.guess(),
                                        guesses(mistake.picture())))
                .toList();
    }

    private List<Guess> guesses(int i) {
        double[] probabilities = predictions.probabilities(i);
        return IntStream.range(0, probabilities.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer c) -> probabilities[c]).reversed())
                .limit(3)
                .map(
                        c ->
                                new Guess(
                                        predictions.classes().get(c),
                                        Numbers.percent(probabilities[c]),
                                        Numbers.figure(probabilities[c])))
                .toList();
    }

    /** The weights of the first layer, a picture for each of its outputs. */
    List<Shown> filters() {
        for (Map.Entry<String, Tensor> named : Weights.of(source.block()).tensors().entrySet()) {
            long[] shape = named.getValue().shape();
            if (shape.length == 4) {
                return filters(named, (int) shape[1], (int) shape[2], (int) shape[3]);
            }
            int[] input = source.manifest().preprocessing().inputShape();
            if (shape.length == 2 && shape[1] == (long) input[0] * input[1] * input[2]) {
                return filters(named, input[0], input[1], input[2]);
            }
        }
        return List.of();
    }

    private static List<Shown> filters(
            Map.Entry<String, Tensor> weight, int channels, int height, int width) {
        float[] values = weight.getValue().values();
        int size = channels * height * width;
        return IntStream.range(0, Math.min(FILTERS, values.length / size))
                .mapToObj(
                        i ->
                                new Shown(
                                        Picture.ofPlanes(values, i * size, channels, height, width)
                                                .dataUri(),
                                        String.format(
                                                Locale.ROOT,
                                                "%s, output %d",
                                                weight.getKey(),
                                                i + 1)))
                .toList();
    }

    /** Some test pictures of different classes, layer by layer; none where no layer has planes. */
    List<Walk> activations() {
        Map<Integer, Integer> firstOfClass = new LinkedHashMap<>();
        for (int i = 0; i < predictions.size() && firstOfClass.size() < WALKED_THROUGH; i++) {
            firstOfClass.putIfAbsent(predictions.label(i), i);
        }
        int[] chosen = firstOfClass.values().stream().mapToInt(i -> i).toArray();
        List<Activations> layers =
                withBatch(
                        chosen,
                        batch -> Activations.of(source.block(), batch.images().singletonOrThrow()));
        List<Walk> walks = new ArrayList<>();
        for (int at = 0; at < chosen.length && !layers.isEmpty(); at++) {
            int picture = chosen[at];
            int place = at;
            walks.add(
                    new Walk(
                            picture(picture),
                            predictions.name(picture) + ", " + label(picture),
                            layers.stream().map(layer -> planes(layer, place)).toList()));
        }
        return walks;
    }

    private static Shown planes(Activations layer, int picture) {
        int plane = layer.height() * layer.width();
        List<Picture> channels =
                IntStream.range(0, Math.min(CHANNELS, layer.channels()))
                        .mapToObj(
                                c ->
                                        Picture.stretched(
                                                layer.values(),
                                                (picture * layer.channels() + c) * plane,
                                                layer.width(),
                                                layer.height()))
                        .toList();
        String more = layer.channels() > CHANNELS ? ", the first " + CHANNELS : "";
        return new Shown(
                Picture.strip(channels).dataUri(),
                String.format(
                        Locale.ROOT,
                        "%s: %d of %dx%d%s",
                        layer.layer(),
                        layer.channels(),
                        layer.height(),
                        layer.width(),
                        more));
    }

    /** What the surest wrong answers hang on. */
    List<Explained> saliency() {
        int[] chosen = worst.stream().limit(EXPLAINED).mapToInt(Mistake::picture).toArray();
        if (chosen.length == 0) {
            return List.of();
        }
        int[] answers = IntStream.of(chosen).map(predictions::guess).toArray();
        float[] values =
                withBatch(
                        chosen,
                        batch ->
                                Saliency.of(
                                        source.block(),
                                        batch.images().singletonOrThrow(),
                                        answers));
        int[] input = source.manifest().preprocessing().inputShape();
        List<Explained> explained = new ArrayList<>();
        for (int at = 0; at < chosen.length; at++) {
            Picture map = Picture.stretched(values, at * input[1] * input[2], input[2], input[1]);
            Mistake mistake = worst.get(at);
            explained.add(
                    new Explained(
                            picture(mistake.picture()),
                            map.dataUri(),
                            "%s: %s, answered %s"
                                    .formatted(mistake.name(), mistake.label(), mistake.guess())));
        }
        return explained;
    }

    private <T> T withBatch(int[] pictures, Function<Batch, T> work) {
        ImageData chosen = source.test().data().select(pictures);
        Preprocessing preprocessing = source.manifest().preprocessing();
        int[] all = IntStream.range(0, pictures.length).toArray();
        try (NDManager manager = source.newManager();
                Batches batches = new Batches(chosen, preprocessing, pictures.length);
                Batch batch = batches.get(manager, all, 0)) {
            return work.apply(batch);
        }
    }

    private String picture(int i) {
        return TestPictures.of(source.test().data(), i).dataUri();
    }

    private String label(int i) {
        return predictions.classes().get(predictions.label(i));
    }
}
