package dev.trainkit.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.trainkit.config.RunConfig;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Engines;
import dev.trainkit.engine.NativeMemory;
import dev.trainkit.train.StepResult;
import dev.trainkit.train.TrainListener;
import dev.trainkit.train.TrainerRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A run that is looked at in every way, a graph of a full batch walked after each step. A graph
 * that stayed would hold its activations, 7 MB each time. In these tests, Java's heap is resident
 * from the start and nothing is compiled twice, so that what grows is native.
 */
class InspectionMemoryIT {

    private static final int WARM_UP = 20;
    private static final int WALKS = 100;
    private static final int STEPS = 4; // of an epoch of 240 pictures

    private final List<Integer> arrays = new ArrayList<>();
    private final List<Long> resident = new ArrayList<>();

    @Test
    @EnabledOnOs(OS.LINUX)
    void staysFlatOverAHundredGraphWalksWithStatisticsAndAnomalyMode() {
        try (TrainerRunner runner = open()) {
            Watch.over(runner);
            runner.listen(
                            new TrainListener() {
                                @Override
                                public void stepEnded(StepResult step) {
                                    walkGraph(runner.block());
                                    measure(step.step());
                                }
                            })
                    .fit();
        }
        assertThat(resident).hasSize(WARM_UP + WALKS);
        assertThat(arrays).hasSize((WARM_UP + WALKS) / STEPS);
        assertThat(Set.copyOf(arrays.subList(WARM_UP / STEPS, arrays.size()))).hasSize(1);
        assertThat(resident.get(resident.size() - 1))
                .isLessThan((long) (1.02 * resident.get(WARM_UP)));
    }

    private static void walkGraph(Block block) {
        try (NDManager manager = Engines.open().newManager()) {
            NDArray pictures = manager.ones(new Shape(64, 1, 32, 32));
            NDArray loss =
                    Autograd.recording(
                            () ->
                                    block.forward(
                                                    new ParameterStore(manager, false),
                                                    new NDList(pictures),
                                                    true)
                                            .singletonOrThrow()
                                            .square()
                                            .mean());
            assertThat(AutogradGraph.of(loss, block).nodes()).hasSizeGreaterThan(20);
        }
    }

    /** After the last step of an epoch, there is no next batch whose arrays are being made. */
    private void measure(int step) {
        if (step % STEPS == 0) {
            arrays.add(NativeMemory.liveArrays(Engines.open().engine()));
        }
        resident.add(NativeMemory.residentBytes());
    }

    private static TrainerRunner open() {
        return TrainerRunner.open(
                RunConfig.of(
                        "data.limit=240",
                        "data.validation=0",
                        "train.epochs=30",
                        "train.watch=[gradients, anomalies]"));
    }
}
