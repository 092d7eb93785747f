package dev.trainkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.train.EpochResult;
import dev.trainkit.train.StepResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrainingMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TrainingMeters meters = new TrainingMeters(registry);

    @Test
    void showsTheLastStepAndTheLastEpoch() {
        meters.stepEnded(new StepResult(1, 1, 1, 0.5f, 0.1, 0.5, 0.75, 64));
        meters.stepEnded(new StepResult(1, 2, 2, 0.25f, 0.05, 0.4, 0.8, 128));
        meters.epochEnded(
                new EpochResult(1, 2, 0.4, 0.8, 0.3, 0.9, 0.05, 1.5, 85, 500_000_000L, 31));

        assertThat(gauge("loss")).isEqualTo(0.25);
        assertThat(gauge("learning.rate")).isEqualTo(0.05);
        assertThat(gauge("images.per.second")).isEqualTo(85);
        assertThat(gauge("validation.loss")).isEqualTo(0.3);
        assertThat(gauge("validation.accuracy")).isEqualTo(0.9);
        assertThat(gauge("memory.resident")).isEqualTo(5e8);
        assertThat(gauge("memory.arrays")).isEqualTo(31);
        assertThat(registry.get("trainkit.training.steps").counter().count()).isEqualTo(2);
        assertThat(registry.get("trainkit.training.epochs").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(1.5);
    }

    @Test
    void hasNoValuesBeforeTheFirstStep() {
        assertThat(gauge("loss")).isNaN();
        assertThat(gauge("images.per.second")).isNaN();
    }

    private double gauge(String name) {
        return registry.get("trainkit.training." + name).gauge().value();
    }
}
