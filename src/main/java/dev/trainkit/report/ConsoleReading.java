package dev.trainkit.report;

import dev.trainkit.data.ReadingProgress;
import java.util.function.LongSupplier;

/** Shows that data are opened, and how many pictures have been read where they are files. */
public final class ConsoleReading implements ReadingProgress {

    private final Console console;
    private final Pace pace;

    ConsoleReading(Console console, String data, LongSupplier nanoTime) {
        this.console = console;
        pace = new Pace("Reading pictures", nanoTime);
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
        console.show(() -> pace.line(done, total));
    }
}
