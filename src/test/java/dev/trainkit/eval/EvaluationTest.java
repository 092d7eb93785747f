package dev.trainkit.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.DataParts;
import dev.trainkit.data.Datasets;
import dev.trainkit.data.ImageData;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.Models;
import dev.trainkit.optim.Losses;
import dev.trainkit.optim.TorchLoss;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    private static final Backend BACKEND = Engines.open();
    private static final TorchLoss LOSS = Losses.create("cross-entropy");
    private static final DataParts DATA =
            Datasets.open(RunConfig.of("data.limit=503", "data.validation=0").data(), 0);

    /** 503 pictures are a batch of 500 and one of 3. */
    @Test
    void isTheMeanOverThePicturesWhateverTheBatches() {
        try (NDManager manager = BACKEND.newManager()) {
            Block block = lenet(manager);
            Evaluation all = evaluate(block, DATA.train());
            Evaluation first = evaluate(block, DATA.train().first(200));
            Evaluation rest =
                    evaluate(block, DATA.train().select(IntStream.range(200, 503).toArray()));

            assertThat(all.pictures()).isEqualTo(503);
            assertThat(all.loss())
                    .isCloseTo((200 * first.loss() + 303 * rest.loss()) / 503, within(1e-6));
            assertThat(503 * all.accuracy())
                    .isCloseTo(200 * first.accuracy() + 303 * rest.accuracy(), within(1e-9));
        }
    }

    @Test
    void recordsNothingAndLeavesTheModeAsItWas() {
        try (NDManager manager = BACKEND.newManager()) {
            Block block = lenet(manager);
            int arrays = manager.getManagedArrays().size();
            boolean recording = Autograd.isRecording();

            evaluate(block, DATA.train().first(10));

            assertThat(Autograd.isRecording()).isEqualTo(recording);
            assertThat(manager.getManagedArrays()).hasSize(arrays);
        }
    }

    private static Block lenet(NDManager manager) {
        return Models.create(new Architecture("lenet", List.of(1, 32, 32), 10), manager, 1);
    }

    private static Evaluation evaluate(Block block, ImageData data) {
        return Evaluation.of(block, data, DATA.preprocessing(), LOSS, BACKEND);
    }
}
