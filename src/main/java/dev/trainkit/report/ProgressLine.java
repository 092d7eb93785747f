package dev.trainkit.report;

import java.util.List;
import java.util.Locale;

/**
 * How far a run is, in one line that fits the terminal.
 *
 * @param loss mean over the pictures of this epoch so far
 * @param accuracy share of right answers in this epoch so far, in [0, 1]
 * @param secondsLeft of the whole run
 */
record ProgressLine(
        int epoch,
        int epochs,
        int step,
        int steps,
        double loss,
        double accuracy,
        double imagesPerSecond,
        double secondsLeft) {

    private static final int WIDEST_BAR = 30;
    private static final int NARROWEST_BAR = 5;

    /** The line without its last column, where a terminal would wrap. */
    String fit(int columns) {
        String head = format("epoch %d/%d", epoch, epochs);
        String tail = "";
        for (String part : parts()) {
            if (head.length() + tail.length() + 2 + part.length() >= columns) {
                break;
            }
            tail += "  " + part;
        }
        int bar = Math.min(WIDEST_BAR, columns - head.length() - tail.length() - 5);
        return bar < NARROWEST_BAR ? head + tail : head + "  " + bar(bar) + tail;
    }

    /** The most wanted first, for a narrow terminal shows only so many. */
    private List<String> parts() {
        return List.of(
                format("loss %.4f", loss),
                format("accuracy %.2f %%", 100 * accuracy),
                left(),
                format("%.0f images/s", imagesPerSecond));
    }

    private String left() {
        long seconds = Math.round(secondsLeft);
        return seconds < 3600
                ? format("%d:%02d left", seconds / 60, seconds % 60)
                : format("%d:%02d:%02d left", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private String bar(int width) {
        int filled = (int) ((long) width * step / steps);
        return "[" + "#".repeat(filled) + ".".repeat(width - filled) + "]";
    }

    private static String format(String template, Object... values) {
        return String.format(Locale.ROOT, template, values);
    }
}
