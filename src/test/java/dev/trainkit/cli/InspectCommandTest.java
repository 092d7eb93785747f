package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InspectCommandTest {

    @Test
    void checksTheGradientsOfAListedModel() {
        Ran ran = Ran.here("inspect", "gradcheck", "mlp");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines())
                .hasSize(6)
                .anyMatch(line -> line.startsWith("input            10 "))
                .anyMatch(line -> line.startsWith("fc1.weight       10 "));
    }

    @Test
    void listsTheChecksWhenNoneIsNamed() {
        Ran ran = Ran.here("inspect");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("Usage: trainkit inspect").contains("gradcheck");
    }

    @Test
    void givesEachCheckAHelpWithAnExample() {
        Ran ran = Ran.here("inspect", "gradcheck", "--help");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .contains("Usage: trainkit inspect gradcheck")
                .containsPattern("Example:\\R  trainkit inspect gradcheck lenet");
    }
}
