package dev.trainkit.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainkit.config.RunConfig;
import org.junit.jupiter.api.Test;

class AccumulationTest {

    private static final JsonNode GOLDEN = Goldens.read("steps.json");

    @Test
    void fourBatchesAreOneFourTimesAsLarge() {
        compare(GOLDEN.get("accumulate"), Losses.create("cross-entropy"));
    }

    @Test
    void theMeanWeighsClassesOverAllBatches() {
        JsonNode golden = GOLDEN.get("accumulateWeighted");
        compare(golden, loss("class-weights=" + golden.get("classWeights")));
    }

    @Test
    void sumsAddUp() {
        compare(GOLDEN.get("accumulateSum"), loss("reduction=sum"));
    }

    private static TorchLoss loss(String setting) {
        return Losses.create(RunConfig.of("loss." + setting));
    }

    private static void compare(JsonNode golden, TorchLoss loss) {
        int batches = golden.get("batches").asInt();
        JsonNode rate = golden.has("learningRate") ? golden : GOLDEN;
        try (GoldenLeNet lenet = new GoldenLeNet();
                TorchOptimizer sgd =
                        Goldens.sgd(rate.get("learningRate"), GOLDEN.get("momentum"))) {
            for (int i = 0; i < golden.get("losses").size(); i++) {
                Accumulation accumulation = new Accumulation(loss);
                for (int j = 0; j < batches; j++) {
                    lenet.backward((i * batches + j) * 16, 16, loss, accumulation, batches == 1);
                }
                accumulation.scale(lenet.parameters().values(), lenet.manager());
                Goldens.assertClose(accumulation.loss(), golden.get("losses").get(i));
                sgd.step(lenet.parameters());
                sgd.zeroGradients(lenet.parameters());
            }
            Goldens.assertClose(lenet.norms(), golden.get("norms"));
        }
    }

    /** 16 + 4 pictures, of which a mean of the two means would weigh the four as much as the 16. */
    @Test
    void aShortBatchCountsForLess() {
        TorchLoss loss = Losses.create("cross-entropy");
        try (GoldenLeNet whole = new GoldenLeNet();
                GoldenLeNet parts = new GoldenLeNet()) {
            Accumulation alone = new Accumulation(loss);
            whole.backward(0, 20, loss, alone, true);
            Accumulation two = new Accumulation(loss);
            parts.backward(0, 16, loss, two, false);
            parts.backward(16, 4, loss, two, false);
            two.scale(parts.parameters().values(), parts.manager());
            assertThat(two.loss()).isCloseTo(alone.loss(), within(1e-6f));
            double norm = Clipping.byNorm(whole.parameters(), 1);
            assertThat(Clipping.byNorm(parts.parameters(), 1)).isCloseTo(norm, within(1e-6));
        }
    }
}
