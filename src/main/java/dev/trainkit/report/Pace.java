package dev.trainkit.report;

import java.util.List;
import java.util.function.LongSupplier;

/** How many pictures are done, how fast, and how long the rest takes. */
final class Pace {

    private final String what;
    private final LongSupplier nanoTime;
    private final long start;

    /**
     * @param what is done to them
     */
    Pace(String what, LongSupplier nanoTime) {
        this.what = what;
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
    }

    ProgressLine line(int done, int total) {
        double seconds = Math.max(1e-9, (nanoTime.getAsLong() - start) / 1e9);
        double rate = done / seconds;
        return new ProgressLine(
                what,
                (double) done / total,
                List.of(
                        ProgressLine.format("%,d of %,d", done, total),
                        ProgressLine.left((total - done) / rate),
                        ProgressLine.format("%,.0f a second", rate)));
    }
}
