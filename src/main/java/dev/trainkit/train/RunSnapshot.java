package dev.trainkit.train;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.ResolvedConfig;
import dev.trainkit.model.Weights;
import dev.trainkit.optim.OptimizerState;
import dev.trainkit.store.Checkpoints.Checkpoint;
import dev.trainkit.store.Json;
import dev.trainkit.store.Safetensors;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run at one moment, on the heap: what a checkpoint holds.
 *
 * @param average of the weights; null where none is kept
 * @param best the weights of the best epoch; null before the first has ended
 * @param config the resolved configuration, as YAML
 */
record RunSnapshot(
        RunState state,
        Weights weights,
        OptimizerState optimizer,
        Weights average,
        Weights best,
        String config) {

    private static final String STATE = "state.json";
    private static final String WEIGHTS = "weights.safetensors";
    private static final String OPTIMIZER = "optimizer.safetensors";
    private static final String AVERAGE = "average.safetensors";
    private static final String BEST = "best.safetensors";
    static final String CONFIG = "config.yaml";

    Checkpoint toCheckpoint() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put(STATE, Json.encode(state));
        files.put(WEIGHTS, Safetensors.encode(weights));
        files.put(OPTIMIZER, Safetensors.encode(new Weights(optimizer.arrays())));
        if (average != null) {
            files.put(AVERAGE, Safetensors.encode(average));
        }
        if (best != null) {
            files.put(BEST, Safetensors.encode(best));
        }
        files.put(CONFIG, config.getBytes(StandardCharsets.UTF_8));
        return new Checkpoint(state.step(), files);
    }

    /**
     * @throws TrainkitException when a file is missing, or another version wrote it
     */
    static RunSnapshot of(Checkpoint checkpoint) {
        RunState state = Json.decode(file(checkpoint, STATE), RunState.class, STATE);
        if (state.formatVersion() != RunState.FORMAT_VERSION) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            ("The checkpoint of step %d has format version %d, and this trainkit reads"
                                    + " version %d. Resume it with the trainkit that wrote it."),
                            checkpoint.step(),
                            state.formatVersion(),
                            RunState.FORMAT_VERSION));
        }
        Weights arrays = Safetensors.decode(file(checkpoint, OPTIMIZER), OPTIMIZER);
        return new RunSnapshot(
                state,
                Safetensors.decode(file(checkpoint, WEIGHTS), WEIGHTS),
                new OptimizerState(state.optimizerSteps(), arrays.tensors()),
                checkpoint.files().containsKey(AVERAGE)
                        ? Safetensors.decode(file(checkpoint, AVERAGE), AVERAGE)
                        : null,
                state.bestEpoch() == null ? null : Safetensors.decode(file(checkpoint, BEST), BEST),
                new String(file(checkpoint, CONFIG), StandardCharsets.UTF_8));
    }

    /** The configuration that the run had, with these changes. */
    ResolvedConfig config(List<String> overrides) {
        return ResolvedConfig.saved(CONFIG, config, overrides);
    }

    private static byte[] file(Checkpoint checkpoint, String name) {
        byte[] content = checkpoint.files().get(name);
        if (content == null) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "The checkpoint of step %d has no %s. Resume from another.",
                            checkpoint.step(),
                            name));
        }
        return content;
    }
}
