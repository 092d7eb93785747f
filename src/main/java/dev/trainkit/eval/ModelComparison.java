package dev.trainkit.eval;

import dev.trainkit.config.EngineConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.ModelDirectory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Two models side by side, each measured on the test set of its own run.
 *
 * @param settings what differs in their configurations, by whole key
 * @param pairing of their answers, picture by picture
 */
public record ModelComparison(
        Map<String, Difference> settings, Side first, Side second, Pairing pairing) {

    /** A setting's two values; either may be null. */
    public record Difference(Object first, Object second) {}

    /**
     * One of the two.
     *
     * @param accuracy share of the test pictures whose most probable class is right
     * @param interval of the accuracy
     * @param validationAccuracy of the best epoch; null without validation
     * @param seconds of its training
     */
    public record Side(
            String model,
            long pictures,
            double accuracy,
            WilsonInterval interval,
            double loss,
            Double validationAccuracy,
            int bestEpoch,
            double seconds) {

        static Side of(Path model, Answers answers, Manifest manifest) {
            Evaluation test = answers.evaluation();
            return new Side(
                    model.toString(),
                    test.pictures(),
                    test.accuracy(),
                    WilsonInterval.of(answers.predictions().right().cardinality(), test.pictures()),
                    test.loss(),
                    manifest.validation() == null ? null : manifest.validation().accuracy(),
                    manifest.bestEpoch(),
                    manifest.provenance().seconds());
        }
    }

    /**
     * Runs both models over their test sets.
     *
     * @param dataPath the folder of the data set's files; null looks where each run did
     * @throws dev.trainkit.TrainkitException when a model or its data are not there, damaged, or
     *     not made for each other
     */
    public static ModelComparison of(Path first, Path second, Path dataPath, EngineConfig engine) {
        Answers firstAnswers = ModelEvaluation.answers(first, null, dataPath, engine);
        Answers secondAnswers = ModelEvaluation.answers(second, null, dataPath, engine);
        return new ModelComparison(
                differences(settings(first), settings(second)),
                Side.of(first, firstAnswers, ModelDirectory.load(first).manifest()),
                Side.of(second, secondAnswers, ModelDirectory.load(second).manifest()),
                Pairing.of(firstAnswers, secondAnswers));
    }

    private static Map<String, Object> settings(Path model) {
        return RunConfig.load(ModelDirectory.config(model), List.of()).values();
    }

    private static Map<String, Difference> differences(
            Map<String, Object> first, Map<String, Object> second) {
        Map<String, Difference> differences = new LinkedHashMap<>();
        first.forEach(
                (key, value) -> {
                    if (!Objects.equals(value, second.get(key))) {
                        differences.put(key, new Difference(value, second.get(key)));
                    }
                });
        return differences;
    }
}
