package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.TrainkitException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private final StringWriter err = new StringWriter();

    @Test
    void printsTheMessageOfAnErrorThatAPersonReadsAndNothingElse() {
        int exitCode = report(new TrainkitException("No such model. Train one."), false);

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("No such model. Train one.");
    }

    @Test
    void addsTheStackTraceWhenVerbose() {
        report(new TrainkitException("No such model. Train one."), true);

        assertThat(err.toString())
                .startsWith("No such model. Train one.")
                .contains("at dev.trainkit.cli.FailuresTest");
    }

    @Test
    void asksToReportWhatItDidNotExpect() {
        int exitCode = report(new IllegalStateException("odd"), false);

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "unexpected: java.lang.IllegalStateException: odd; run again with"
                                + " --verbose and report what it prints, for this is a fault of"
                                + " trainkit.");
    }

    @Test
    void saysHowToGiveMoreMemory() {
        int exitCode = report(new OutOfMemoryError("Java heap space"), false);

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "Out of memory: Java heap space. Give Java more, such as"
                                + " TRAINKIT_JAVA_OPTS=-Xmx4g, or lower train.batch-size.");
    }

    private int report(Throwable failure, boolean verbose) {
        return new Failures(new PrintWriter(err, true), () -> verbose).report(failure);
    }
}
