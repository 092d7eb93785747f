package dev.trainkit.report;

import dev.trainkit.data.ReadingProgress;
import java.util.List;
import java.util.function.LongSupplier;

/** Shows that data are opened, and how many pictures have been read where they are files. */
public final class ConsoleReading implements ReadingProgress {

    private final Console console;
    private final LongSupplier nanoTime;
    private final long start;

    ConsoleReading(Console console, String data, LongSupplier nanoTime) {
        this.console = console;
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
        console.show("Opening " + data);
    }

    /**
     * Says that data are opened.
     *
     * @param data the data set's name
     */
    public static ConsoleReading on(Console console, String data) {
        return new ConsoleReading(console, data, System::nanoTime);
    }

    @Override
    public void read(int done, int total) {
        console.show(() -> line(done, total));
    }

    private ProgressLine line(int done, int total) {
        double seconds = Math.max(1e-9, (nanoTime.getAsLong() - start) / 1e9);
        double rate = done / seconds;
        return new ProgressLine(
                "Reading pictures",
                (double) done / total,
                List.of(
                        ProgressLine.format("%,d of %,d", done, total),
                        ProgressLine.left((total - done) / rate),
                        ProgressLine.format("%,.0f a second", rate)));
    }
}
