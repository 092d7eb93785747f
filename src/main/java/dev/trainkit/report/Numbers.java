package dev.trainkit.report;

import java.util.Locale;

/** Numbers as a page shows them. */
final class Numbers {

    private Numbers() {}

    /** Four digits that count, and no more zeros than are needed. */
    static String brief(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return String.format(Locale.ROOT, "%,d", (long) value);
        }
        double size = Math.abs(value);
        if (size >= 1e-4 && size < 1e6) {
            int decimals = (int) Math.max(0, 3 - Math.floor(Math.log10(size)));
            return String.format(Locale.ROOT, "%,." + decimals + "f", value);
        }
        return String.format(Locale.ROOT, "%.3e", value);
    }

    /** With a space that no line breaks at. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f\u00a0%%", 100 * share);
    }

    /** Null is a dash. */
    static String figure(Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 120) {
            return whole + " s";
        }
        return whole < 7200
                ? String.format(Locale.ROOT, "%d min %d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %d min", whole / 3600, whole / 60 % 60);
    }
}
