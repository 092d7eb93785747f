package dev.trainkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ConsoleVerifyingTest {

    private final StringWriter out = new StringWriter();
    private long now;

    @Test
    void saysAtOnceWhatIsWrittenAndThenHowFarItsReaderIs() {
        try (Console console = new Console(new PrintWriter(out, true), () -> 90, () -> now)) {
            ConsoleVerifying verifying = new ConsoleVerifying(console, "onnx", () -> now);
            now += 4_000_000_000L;
            verifying.answered(1_000, 10_000);
        }
        String line =
                "Verifying  [###...........................]  1,000 of 10,000  0:36 left  250 a second";
        assertThat(out.toString())
                .isEqualTo(
                        "\rExporting to onnx\r" + line + "\r" + " ".repeat(line.length()) + "\r");
    }
}
