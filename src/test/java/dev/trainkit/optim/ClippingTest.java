package dev.trainkit.optim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainkit.model.Weights;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClippingTest {

    private static final JsonNode GOLDEN = Goldens.read("steps.json");

    @Test
    void clipsByNormAsPyTorchDoes() {
        JsonNode golden = GOLDEN.get("clipNorm");
        double limit = golden.get("limit").asDouble();
        double[] norms = Goldens.numbers(golden.get("gradientNorms"));
        assertThat(Arrays.stream(norms))
                .anyMatch(norm -> norm > limit)
                .anyMatch(norm -> norm < limit);
        try (GoldenLeNet lenet = new GoldenLeNet();
                TorchOptimizer sgd =
                        Goldens.sgd(GOLDEN.get("learningRate"), GOLDEN.get("momentum"))) {
            for (int i = 0; i < norms.length; i++) {
                float loss = lenet.backward(i, Losses.create("cross-entropy"));
                Goldens.assertClose(loss, golden.get("losses").get(i));
                double norm = Clipping.byNorm(lenet.parameters(), limit);
                Goldens.assertClose(norm, golden.get("gradientNorms").get(i));
                sgd.step(lenet.parameters());
                sgd.zeroGradients(lenet.parameters());
            }
            Goldens.assertClose(lenet.norms(), golden.get("norms"));
        }
    }

    @Test
    void clipsByValueOnBothSidesAsPyTorchDoes() {
        JsonNode golden = GOLDEN.get("clipValue");
        double limit = golden.get("limit").asDouble();
        try (GoldenLeNet lenet = new GoldenLeNet();
                TorchOptimizer sgd =
                        Goldens.sgd(GOLDEN.get("learningRate"), GOLDEN.get("momentum"))) {
            for (int i = 0; i < golden.get("losses").size(); i++) {
                float loss = lenet.backward(i, Losses.create("cross-entropy"));
                Goldens.assertClose(loss, golden.get("losses").get(i));
                Clipping.byValue(lenet.parameters(), limit);
                sgd.step(lenet.parameters());
                sgd.zeroGradients(lenet.parameters());
            }
            Goldens.assertClose(lenet.norms(), golden.get("norms"));
        }
    }

    @Test
    void leavesNothingBehind() {
        try (GoldenLeNet lenet = new GoldenLeNet()) {
            lenet.backward(0, Losses.create("cross-entropy"));
            int arrays = lenet.manager().getManagedArrays().size();
            Clipping.byValue(lenet.parameters(), 0.1);
            Clipping.byNorm(lenet.parameters(), 0.1);
            assertThat(lenet.manager().getManagedArrays()).hasSize(arrays);
            assertThat(Weights.of(lenet.block())).isEqualTo(Goldens.lenet());
        }
    }

    @Test
    void hasNothingToClipBeforeTheFirstBackwardPass() {
        try (GoldenLeNet lenet = new GoldenLeNet()) {
            Clipping.byValue(lenet.parameters(), 1);
            assertThat(Clipping.byNorm(lenet.parameters(), 1)).isZero();
        }
    }
}
