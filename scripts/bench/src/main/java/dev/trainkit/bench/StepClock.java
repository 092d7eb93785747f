package dev.trainkit.bench;

import java.util.Locale;

/** Times the steps after a warm-up, in seconds a picture, and says when there were enough. */
final class StepClock {

    private final Work work;
    private long seen;
    private long first;
    private long start;
    private long end;
    private long timed;
    private double cpuAtStart;
    private double cpu;

    StepClock(Work work) {
        this.work = work;
    }

    /** Whether the timed pictures are through. */
    boolean step(int pictures) {
        seen += pictures;
        if (start == 0 && seen >= work.warmUp()) {
            first = seen;
            cpuAtStart = Measures.cpuSeconds();
            start = System.nanoTime();
        }
        if (!isOver() && start != 0 && seen - first >= work.images()) {
            end = System.nanoTime();
            timed = seen - first;
            cpu = Measures.cpuSeconds() - cpuAtStart;
        }
        return isOver();
    }

    boolean isOver() {
        return end != 0;
    }

    /** The one line that the harness reads. */
    void report(double loss, String version) {
        Measures.print(
                String.format(
                        Locale.ROOT,
                        "\"secondsPerPicture\": %.12f, \"cpuSecondsPerPicture\": %.12f,"
                                + " \"pictures\": %d, \"loss\": %.6f, \"version\": \"%s\"",
                        (end - start) / 1e9 / timed,
                        cpu / timed,
                        timed,
                        loss,
                        version));
    }
}
