package dev.trainkit.train;

import dev.trainkit.Quoted;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.Provenance;
import dev.trainkit.store.TrainedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A model trained again as its directory says, beside the one that is there.
 *
 * @param difference the first number that is another, in a sentence; empty where every byte is the
 *     same
 * @param reasons what was recorded of the first run and is otherwise now
 */
public record Reproduction(Optional<String> difference, List<String> reasons) {

    public Reproduction {
        reasons = List.copyOf(reasons);
    }

    /**
     * Trains the model of a directory again and looks at the epoch that was kept; nothing is
     * written.
     *
     * @param listener is told of the run
     * @throws TrainkitException when the model is damaged, or cannot be trained here
     */
    public static Reproduction of(Path path, TrainListener listener) {
        TrainedModel model = ModelDirectory.load(path);
        requireTrainedHere(path, model.manifest().provenance());
        RunConfig config = RunConfig.load(ModelDirectory.config(path), List.of());
        try (TrainerRunner runner = TrainerRunner.open(config)) {
            TrainResult result =
                    runner.keepEpoch(model.manifest().bestEpoch()).listen(listener).fit();
            return new Reproduction(
                    difference(model.weights(), Weights.of(runner.block())),
                    reasons(model.manifest().provenance(), runner.provenance(result)));
        }
    }

    private static void requireTrainedHere(Path path, Provenance provenance) {
        if (provenance.imported() != null) {
            throw new TrainkitException(
                    "The model in %s was imported from %s: there is no run to repeat. Name a model that was trained here."
                            .formatted(path, Quoted.of(provenance.imported().name())));
        }
    }

    /** Where the second has another number than the first, bit for bit. */
    static Optional<String> difference(Weights then, Weights now) {
        return then.tensors().entrySet().stream()
                .flatMap(named -> difference(named.getKey(), named.getValue(), now).stream())
                .findFirst();
    }

    private static Optional<String> difference(String name, Tensor then, Weights now) {
        float[] first = then.values();
        float[] second = now.tensors().get(name).values();
        for (int i = 0; i < first.length; i++) {
            if (Float.floatToRawIntBits(first[i]) != Float.floatToRawIntBits(second[i])) {
                return Optional.of(
                        String.format(
                                Locale.ROOT,
                                "%s, number %d of %d, was %s and is %s",
                                name,
                                i + 1,
                                first.length,
                                first[i],
                                second[i]));
            }
        }
        return Optional.empty();
    }

    static List<String> reasons(Provenance then, Provenance now) {
        List<String> reasons = new ArrayList<>();
        Map<String, Object> second = causes(now);
        causes(then)
                .forEach(
                        (name, value) -> {
                            if (!Objects.equals(value, second.get(name))) {
                                reasons.add(
                                        "%s was %s, and is %s"
                                                .formatted(name, value, second.get(name)));
                            }
                        });
        return reasons;
    }

    /** What numbers depend on, the likeliest cause of a difference first. */
    private static Map<String, Object> causes(Provenance provenance) {
        Map<String, Object> causes = new LinkedHashMap<>();
        causes.put("the training pictures' digest", provenance.data().train());
        causes.put("the validation pictures' digest", provenance.data().validation());
        causes.put("the seed", provenance.seed());
        causes.put("the number of threads", provenance.threads());
        causes.put("the device", provenance.device());
        causes.put("the engine", provenance.engine());
        causes.put("the processor", provenance.cpu());
        causes.put("the version of trainkit", provenance.trainkit());
        causes.put("the version of DJL", provenance.djl());
        causes.put("trainkit's commit", provenance.commit());
        causes.put("the system", provenance.os());
        causes.put("Java", provenance.java());
        return causes;
    }
}
