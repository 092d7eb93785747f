package dev.trainkit.eval;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.trainkit.engine.Engines;
import org.junit.jupiter.api.Test;

class MeterTest {

    @Test
    void weighsABatchByItsPictures() {
        try (NDManager manager = Engines.open().newManager()) {
            Meter meter = new Meter();
            float[] threeRight = {2, 1, 0, 5, 4, 3, -1, -2};
            float[] oneWrong = {1, 0};

            add(meter, manager, 1.5f, threeRight, 0, 1, 1, 0);
            assertThat(meter.accuracy()).isEqualTo(0.75); // the third is 0, not 1
            add(meter, manager, 6.5f, oneWrong, 1);

            assertThat(meter.pictures()).isEqualTo(5);
            assertThat(meter.loss()).isEqualTo((4 * 1.5 + 1 * 6.5) / 5);
            assertThat(meter.accuracy()).isEqualTo(3.0 / 5);
        }
    }

    @Test
    void theClassOfTheLargestShareIsRight() {
        try (NDManager manager = Engines.open().newManager()) {
            NDArray predictions = manager.create(new float[] {2, 1, 0, 5}, new Shape(2, 2));
            NDArray shares = manager.create(new float[] {0.3f, 0.7f, 0.3f, 0.7f}, new Shape(2, 2));
            Meter meter = new Meter();
            meter.add(1, new NDList(predictions), new NDList(shares));

            assertThat(meter.pictures()).isEqualTo(2);
            assertThat(meter.accuracy()).isEqualTo(0.5);
        }
    }

    @Test
    void takesOverWhatAnotherHasCounted() {
        Meter meter = new Meter(new Meter.Totals(6, 3, 4));
        meter.add(new Meter.Totals(4, 1, 1));

        assertThat(meter.totals()).isEqualTo(new Meter.Totals(10, 4, 5));
        assertThat(meter.loss()).isEqualTo(2);
    }

    /** Two classes: logits of a picture beside each other. */
    private static void add(
            Meter meter, NDManager manager, float loss, float[] logits, long... labels) {
        NDArray predictions = manager.create(logits, new Shape(labels.length, 2));
        meter.add(loss, new NDList(predictions), new NDList(manager.create(labels)));
    }
}
