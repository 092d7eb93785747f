package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {"absent,0", "120,120", "'',80", "0,80", "wide,80"})
    void takesTheWidthThatTheLauncherFound(String property, int columns) {
        assertThat(Terminal.columns(property)).isEqualTo(columns);
    }

    /** Picocli lays out nothing narrower. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {"absent,80", "200,80", "72,72", "55,55", "40,55"})
    void helpIsAsWideAsANarrowTerminal(String property, int columns) {
        assertThat(Terminal.helpWidth(property)).isEqualTo(columns);
    }
}
