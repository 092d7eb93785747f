package dev.trainkit.report;

import dev.trainkit.eval.AnsweringProgress;
import java.util.function.LongSupplier;

/** Shows that a model is exported, and how many pictures its file has been asked about. */
public final class ConsoleVerifying implements AnsweringProgress {

    private final Console console;
    private final Pace pace;

    ConsoleVerifying(Console console, String format, LongSupplier nanoTime) {
        this.console = console;
        pace = new Pace("Verifying", nanoTime);
        console.show("Exporting to " + format);
    }

    /**
     * Says that a model is exported.
     *
     * @param format the format's name
     */
    public static ConsoleVerifying on(Console console, String format) {
        return new ConsoleVerifying(console, format, System::nanoTime);
    }

    @Override
    public void answered(int done, int total) {
        console.show(() -> pace.line(done, total));
    }
}
