package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StdoutTest {

    private final StringWriter err = new StringWriter();

    @Test
    void passesResultsOn() {
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();

        assertThat(exitCodeAfterPrinting(arrived)).isZero();
        assertThat(arrived.toString(StandardCharsets.UTF_8)).isEqualTo("seven\n");
    }

    @Test
    void isQuietWhenTheReaderHasSeenEnough() {
        assertThat(exitCodeAfterPrinting(failing("Broken pipe"))).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void failsWhenResultsAreLost() {
        assertThat(exitCodeAfterPrinting(failing("No space left on device"))).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "The results are incomplete, because standard output could not be written:"
                                + " No space left on device.");
    }

    private int exitCodeAfterPrinting(OutputStream target) {
        Stdout stdout = new Stdout(target);
        PrintWriter out = new PrintWriter(stdout, true, StandardCharsets.UTF_8);
        out.print("seven\n");
        out.flush();
        return stdout.exitCode(new PrintWriter(err, true));
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }
}
