package dev.trainkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ConsoleReadingTest {

    private final StringWriter out = new StringWriter();
    private long now;

    @Test
    void saysAtOnceWhatIsOpenedAndThenHowFarItIs() {
        try (Console console = console(100)) {
            ConsoleReading reading = new ConsoleReading(console, "mnist", () -> now);
            now += 2_000_000_000L;
            reading.read(500, 2_000);
            now += 1_000_000L;
            reading.read(501, 2_000); // sooner than anybody could read
        }
        String line =
                "Reading pictures  [#######.......................]  500 of 2,000  0:06 left  250 a second";
        assertThat(out.toString())
                .isEqualTo("\rOpening mnist\r" + line + "\r" + " ".repeat(line.length()) + "\r");
    }

    @Test
    void saysNothingOfWhatIsReadInNoTimeWhereThereIsNoTerminal() {
        try (Console console = console(0)) {
            ConsoleReading reading = new ConsoleReading(console, "mnist", () -> now);
            now += 1_000_000_000L;
            reading.read(2_000, 2_000);
        }
        assertThat(out.toString()).isEmpty();
    }

    private Console console(int columns) {
        return new Console(new PrintWriter(out, true), () -> columns, () -> now);
    }
}
