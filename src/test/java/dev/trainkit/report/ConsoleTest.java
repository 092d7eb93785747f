package dev.trainkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConsoleTest {

    private final StringWriter out = new StringWriter();
    private int columns = 40;
    private long now;

    @Test
    void putsALineAboveTheOneAtTheBottom() {
        try (Console console = console()) {
            console.show("Opening mnist");
            console.println("A note");
            console.show("Opening mnist");
        }
        String drawn = "\rOpening mnist";
        String erased = "\r" + " ".repeat(13) + "\r";
        assertThat(out.toString()).isEqualTo(drawn + erased + "A note\n" + drawn + erased);
    }

    /** Such as a logger's, which knows nothing of the console. */
    @Test
    void makesWayForWhateverGoesToStandardError() {
        PrintStream former = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stderr = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try {
            System.setErr(stderr);
            PrintWriter out = new PrintWriter(stderr, true, StandardCharsets.UTF_8);
            try (Console console = Console.on(out, () -> 40)) {
                console.show("Opening mnist");
                System.err.println("WARN a logger's line");
                console.show("Opening mnist");
            }
            assertThat(System.err).isSameAs(stderr);
        } finally {
            System.setErr(former);
        }
        String drawn = "\rOpening mnist";
        String erased = "\r" + " ".repeat(13) + "\r";
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo(drawn + erased + "WARN a logger's line\n" + drawn + erased);
    }

    @Test
    void leavesStandardErrorAloneWhereThereIsNoTerminal() {
        PrintStream former = System.err;
        try (Console console = Console.on(new PrintWriter(out, true), () -> 0)) {
            console.println("A note");
            assertThat(System.err).isSameAs(former);
        }
    }

    @Test
    void neverWrapsOnATerminalThatIsMadeNarrower() {
        try (Console console = console()) {
            console.show(ConsoleTest::line);
            columns = 20;
            after(1, TimeUnit.SECONDS);
            console.show(ConsoleTest::line);
            columns = 10;
        }
        assertThat(out.toString().split("\r"))
                .containsExactly(
                        "",
                        "epoch 1/9  [########........]  loss 0.5",
                        "epoch 1/9  loss 0.5",
                        " ".repeat(9));
    }

    @Test
    void coversWhatALongerLineLeaves() {
        try (Console console = console()) {
            console.show("A long line");
            after(1, TimeUnit.SECONDS);
            console.show("Short");
        }
        assertThat(out.toString()).startsWith("\rA long line\rShort      ");
    }

    @Test
    void saysSomethingEveryFiveMinutesWhereThereIsNoTerminal() {
        columns = 0;
        try (Console console = console()) {
            for (int second = 0; second < 650; second++) {
                console.show(ConsoleTest::line);
                after(1, TimeUnit.SECONDS);
            }
        }
        assertThat(out.toString()).isEqualTo("epoch 1/9  50 %  loss 0.5\n".repeat(2));
    }

    @Test
    void printsTheFirstFormThatFits() {
        try (Console console = console()) {
            console.printFitting("x".repeat(40), "y".repeat(39), "z");
            columns = 10;
            console.printFitting("x".repeat(40), "y\n" + "y".repeat(10), "z".repeat(12));
            columns = 0;
            console.printFitting("x".repeat(200), "y");
        }
        assertThat(out.toString().lines())
                .isEqualTo(List.of("y".repeat(39), "z".repeat(12), "x".repeat(200)));
    }

    /** Neither a colour nor any other escape, so that there are none to turn off. */
    @Test
    void needsNoEscapes() {
        try (Console console = console()) {
            console.show(ConsoleTest::line);
            console.println("A note");
        }
        assertThat(out.toString()).doesNotContain("\u001b");
    }

    private static ProgressLine line() {
        return new ProgressLine("epoch 1/9", 0.5, List.of("loss 0.5"));
    }

    private Console console() {
        return new Console(new PrintWriter(out, true), () -> columns, () -> now);
    }

    private void after(long duration, TimeUnit unit) {
        now += unit.toNanos(duration);
    }
}
