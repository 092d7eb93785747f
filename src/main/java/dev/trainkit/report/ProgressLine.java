package dev.trainkit.report;

import java.util.List;
import java.util.Locale;

/**
 * How far something is, in one line that fits the terminal.
 *
 * @param what is going on
 * @param share that is done, in [0, 1]; not a number where nobody knows
 * @param parts that follow, the most wanted first, for a narrow terminal shows only so many
 */
record ProgressLine(String what, double share, List<String> parts) {

    private static final int WIDEST_BAR = 30;
    private static final int NARROWEST_BAR = 5;

    ProgressLine {
        parts = List.copyOf(parts);
    }

    /** Of something whose end nobody can tell. */
    static ProgressLine of(String what) {
        return new ProgressLine(what, Double.NaN, List.of());
    }

    /** All of it, with the share in figures, for where lines are not drawn over. */
    String whole() {
        String head = Double.isNaN(share) ? what : format("%s  %.0f %%", what, 100 * share);
        return parts.isEmpty() ? head : head + "  " + String.join("  ", parts);
    }

    /** The line without its last column, where a terminal would wrap. */
    String fit(int columns) {
        if (what.length() >= columns) {
            return what.substring(0, columns - 1);
        }
        String tail = "";
        for (String part : parts) {
            if (what.length() + tail.length() + 2 + part.length() >= columns) {
                break;
            }
            tail += "  " + part;
        }
        int bar = Math.min(WIDEST_BAR, columns - what.length() - tail.length() - 5);
        return Double.isNaN(share) || bar < NARROWEST_BAR
                ? what + tail
                : what + "  " + bar(bar) + tail;
    }

    private String bar(int width) {
        int filled = (int) (width * Math.min(1, share));
        return "[" + "#".repeat(filled) + ".".repeat(width - filled) + "]";
    }

    /** Minutes and seconds, and hours where there are some. */
    static String left(double secondsLeft) {
        long seconds = Math.round(secondsLeft);
        return seconds < 3600
                ? format("%d:%02d left", seconds / 60, seconds % 60)
                : format("%d:%02d:%02d left", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    static String format(String template, Object... values) {
        return String.format(Locale.ROOT, template, values);
    }
}
