package dev.trainkit.inspect;

import ai.djl.ndarray.NDManager;
import dev.trainkit.model.StateDict;
import dev.trainkit.train.TrainerRunner;
import java.util.List;
import java.util.Optional;

/** What {@code train.watch} asks for, switched on in a run. */
public final class Watch {

    private final Optional<GradientStatistics> gradients;

    private Watch(Optional<GradientStatistics> gradients) {
        this.gradients = gradients;
    }

    /** Comes before the listeners that are to have what is watched. */
    public static Watch over(TrainerRunner runner) {
        List<String> wanted = runner.plan().config().train().watch();
        if (wanted.isEmpty()) {
            return new Watch(Optional.empty());
        }
        LayerOutputs outputs = new LayerOutputs(runner.block(), managerOf(runner));
        runner.parametersFrom(outputs);
        if (wanted.contains("anomalies")) {
            runner.listen(new Anomalies(outputs));
        }
        Optional<GradientStatistics> gradients =
                wanted.contains("gradients")
                        ? Optional.of(new GradientStatistics(outputs))
                        : Optional.empty();
        gradients.ifPresent(runner::listen);
        runner.listen(outputs);
        return new Watch(gradients);
    }

    /** The figures of the step that has ended last; empty where gradients are not watched. */
    public Optional<List<LayerStatistics>> layers() {
        return gradients.map(GradientStatistics::latest);
    }

    /** All that a run computes belongs to it, or to a manager below it. */
    private static NDManager managerOf(TrainerRunner runner) {
        return StateDict.of(runner.block()).values().iterator().next().getArray().getManager();
    }
}
