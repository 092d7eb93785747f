package dev.trainkit.report;

import dev.trainkit.data.ReadingProgress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far the reading of pictures is: on a terminal in a line that is redrawn in place,
 * elsewhere in a line now and then. What is read in no time is not spoken of.
 */
public final class ConsoleReading implements ReadingProgress, AutoCloseable {

    private static final long REDRAW_NANOS = 100_000_000;
    private static final long LINE_NANOS = 10_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private final long start;
    private long last;
    private int drawn; // characters of the line that the next one must cover

    ConsoleReading(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
        last = start;
    }

    /** Shows them on the given output, a terminal where {@code trainkit.columns} is set. */
    public static ConsoleReading on(PrintWriter out) {
        return new ConsoleReading(
                out, System.getProperty("trainkit.columns") != null, System::nanoTime);
    }

    @Override
    public synchronized void read(int done, int total) {
        long now = nanoTime.getAsLong();
        if (now - last < (terminal ? REDRAW_NANOS : LINE_NANOS)) {
            return;
        }
        last = now;
        double rate = done / ((now - start) / 1e9);
        String line =
                String.format(
                        Locale.ROOT,
                        "Reading pictures: %,d of %,d, %,.0f a second",
                        done,
                        total,
                        rate);
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
            out.flush();
            drawn = line.length();
        } else {
            out.println(line);
        }
    }

    /** Leaves the cursor at the start of an empty line. */
    @Override
    public synchronized void close() {
        if (drawn > 0) {
            out.print("\r" + " ".repeat(drawn) + "\r");
            out.flush();
            drawn = 0;
        }
    }
}
