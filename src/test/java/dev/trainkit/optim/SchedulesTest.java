package dev.trainkit.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.ScheduleConfig;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract that every listed schedule keeps. */
class SchedulesTest {

    private static final JsonNode GOLDEN = Goldens.read("schedules.json");
    private static final double PEAK = GOLDEN.get("peak").asDouble();
    private static final int PER_EPOCH = GOLDEN.get("stepsPerEpoch").asInt();
    private static final double[] LOSSES = Goldens.numbers(GOLDEN.get("losses"));

    private static Stream<JsonNode> cases() {
        return StreamSupport.stream(GOLDEN.get("cases").spliterator(), false);
    }

    @Test
    void everyScheduleHasAGoldenCase() {
        Set<String> golden = cases().map(c -> c.get("name").asText()).collect(Collectors.toSet());
        assertThat(golden).containsExactlyInAnyOrderElementsOf(Schedules.names());
    }

    @TestFactory
    Stream<DynamicTest> givesTheRatesOfPyTorch() {
        return cases().map(c -> dynamicTest(title(c), () -> compare(c, schedule(c), 0)));
    }

    @TestFactory
    Stream<DynamicTest> goesOnFromItsSavedState() {
        return cases().map(c -> dynamicTest(title(c), () -> compareFromHalf(c)));
    }

    private static void compareFromHalf(JsonNode golden) {
        Schedule first = schedule(golden);
        for (int epoch = 0; epoch < LOSSES.length / 2; epoch++) {
            first.epochEnded(LOSSES[epoch]);
        }
        Schedule second = schedule(golden);
        second.restore(first.save());
        compare(golden, second, LOSSES.length / 2 * PER_EPOCH);
    }

    private static void compare(JsonNode golden, Schedule schedule, int from) {
        double[] rates = Goldens.numbers(golden.get("rates"));
        for (int step = from; step < rates.length; step++) {
            assertThat(schedule.rate(step))
                    .as("rate of step %d", step)
                    .isCloseTo(rates[step], within(1e-8 * rates[step]));
            assertThat(schedule.getNewValue(step)).isEqualTo((float) schedule.rate(step));
            if ((step + 1) % PER_EPOCH == 0) {
                schedule.epochEnded(LOSSES[step / PER_EPOCH]);
            }
        }
    }

    @Test
    void hasTheFirstAndTheLastRateOfOneCycleInAnyRun() {
        for (int steps = 2; steps < 40; steps++) {
            Schedule rate = Schedules.create(new ScheduleConfig("one-cycle", 0), 1, steps, 1);
            assertThat(rate.rate(steps - 1)).isCloseTo(1 / 25e4, within(1e-12));
            assertThat(rate.rate(0)).isBetween(1 / 25e4, 1.0);
        }
    }

    @Test
    void onlyReduceOnPlateauLearnsFromEpochs() {
        Schedule cosine = Schedules.create(new ScheduleConfig("cosine", 1), 1, 10, 5);
        cosine.epochEnded(1);
        assertThat(cosine.save()).isEmpty();
        Schedule plateau = Schedules.create(new ScheduleConfig("reduce-on-plateau", 1), 1, 10, 5);
        plateau.epochEnded(3);
        assertThat(plateau.save())
                .isEqualTo(Map.of("rate", 1.0, "best", 3.0, "badEpochs", 0.0, "cooldownLeft", 0.0));
    }

    @Test
    void warmsUpForAQuarterOfTheRunAtMost() {
        Schedule rate = Schedules.create(new ScheduleConfig("cosine", 3), 1, 10, 2);
        assertThat(rate.rate(0)).isEqualTo(0.2);
        assertThat(rate.rate(4)).isEqualTo(1);
        assertThat(rate.rate(5)).isEqualTo(1); // the cosine's first
        assertThat(rate.rate(6)).isLessThan(1);
    }

    @Test
    void listsTheSchedulesWhenOneIsUnknown() {
        assertThatThrownBy(() -> Schedules.create(new ScheduleConfig("sine", 0), 1, 1, 1))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "Unknown schedule 'sine'. The schedules are: constant, cosine,"
                                + " cosine-warm-restarts, exponential, multi-step, one-cycle,"
                                + " polynomial, reduce-on-plateau, step. Set schedule.name to one of"
                                + " them.");
    }

    private static String title(JsonNode golden) {
        return golden.get("name").asText() + " " + golden.get("settings");
    }

    private static Schedule schedule(JsonNode golden) {
        ScheduleConfig config =
                ScheduleConfig.of(
                        golden.get("name").asText(), Goldens.settings(golden.get("settings")));
        return Schedules.create(config, PEAK, PER_EPOCH, LOSSES.length);
    }
}
