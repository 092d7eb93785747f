package dev.trainkit.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.training.tracker.Tracker;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.ScheduleConfig;
import org.junit.jupiter.api.Test;

class SchedulesTest {

    @Test
    void constantStaysAtItsPeak() {
        Tracker rate = Schedules.create(new ScheduleConfig("constant", 0), 0.5, 10, 2);
        assertThat(rate.getNewValue(0)).isEqualTo(0.5f);
        assertThat(rate.getNewValue(19)).isEqualTo(0.5f);
    }

    /** torch's CosineAnnealingLR over 20 steps: 0.5 (1 + cos(pi t / 20)) of the peak. */
    @Test
    void cosineFallsFromItsPeakToZero() {
        Tracker rate = Schedules.create(new ScheduleConfig("cosine", 0), 0.5, 10, 2);
        assertThat(rate.getNewValue(0)).isEqualTo(0.5f);
        assertThat(rate.getNewValue(5)).isCloseTo(0.4267767f, within(1e-7f));
        assertThat(rate.getNewValue(10)).isCloseTo(0.25f, within(1e-7f));
        assertThat(rate.getNewValue(19)).isCloseTo(0.0030779f, within(1e-7f));
    }

    @Test
    void warmsUpInEqualStepsBeforeTheCurveBegins() {
        Tracker rate = Schedules.create(new ScheduleConfig("cosine", 0.4), 1, 10, 2);
        assertThat(rate.getNewValue(0)).isEqualTo(0.25f);
        assertThat(rate.getNewValue(3)).isEqualTo(1f);
        assertThat(rate.getNewValue(4)).isEqualTo(1f);
        assertThat(rate.getNewValue(12)).isCloseTo(0.5f, within(1e-7f));
    }

    @Test
    void listsTheSchedulesWhenOneIsUnknown() {
        assertThatThrownBy(() -> Schedules.create(new ScheduleConfig("sine", 0), 1, 1, 1))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "Unknown schedule 'sine'. The schedules are: constant, cosine. Set"
                                + " schedule.name to one of them.");
    }
}
