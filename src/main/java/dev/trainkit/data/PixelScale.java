package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What number is full brightness, decided once for all pictures of a data set: 255, or 1 where none
 * is larger. An array by itself may be of dark pictures.
 */
final class PixelScale {

    private static final int BRIGHTEST = 255;

    /** Fractions and nothing above it are of no range that anybody saves pictures in. */
    private static final int LEAST_OF_BYTES = 16;

    /** A data set that has nothing above it was probably saved in a range of its own. */
    private static final int DARK = 64;

    /** What float32 and resampling leave of a 0 or a 1. */
    private static final double TOLERANCE = 1e-4;

    private final String source;
    private final IdentityHashMap<PixelNumbers, Range> ranges = new IdentityHashMap<>();
    private final List<PixelNumbers> numbers; // but truths, whose brightest is known
    private final List<PixelNumbers> truths;
    private final boolean isOfOnes;

    private PixelScale(String source, List<PixelNumbers> all) {
        this.source = source;
        numbers = all.stream().filter(one -> !one.areTruths()).toList();
        truths = all.stream().filter(PixelNumbers::areTruths).toList();
        numbers.forEach(one -> ranges.put(one, range(one)));
        double largest = largest();
        isOfOnes = largest > 0 && largest <= 1 + TOLERANCE;
    }

    /**
     * @param source the file, for messages
     * @param all the numbers of all its pictures
     * @throws TrainkitException where they are not of 0 to 1 or 0 to 255, all alike
     */
    static PixelScale of(String source, List<? extends PixelNumbers> all) {
        PixelScale scale = new PixelScale(source, List.copyOf(all));
        scale.numbers.forEach(scale::requireRange);
        return scale;
    }

    private double largest() {
        return ranges.values().stream().mapToDouble(Range::largest).max().orElse(0);
    }

    private record Range(double least, double largest, boolean hasFractions) {

        /** As a person would write it, with up to four places. */
        static String written(double value) {
            String text = String.format(Locale.ROOT, "%.4f", value);
            return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
        }

        @Override
        public String toString() {
            return "%s to %s".formatted(written(least), written(largest));
        }
    }

    private Range range(PixelNumbers one) {
        byte[] bytes = one.bytes();
        return bytes == null ? rangeOfNumbers(one) : rangeOfBytes(bytes);
    }

    private static Range rangeOfBytes(byte[] bytes) {
        int least = bytes.length == 0 ? 0 : BRIGHTEST;
        int largest = 0;
        for (byte value : bytes) {
            least = Math.min(least, value & 0xff);
            largest = Math.max(largest, value & 0xff);
        }
        return new Range(least, largest, false);
    }

    private Range rangeOfNumbers(PixelNumbers one) {
        double least = one.size() == 0 ? 0 : Double.POSITIVE_INFINITY;
        double largest = one.size() == 0 ? 0 : Double.NEGATIVE_INFINITY;
        boolean hasFractions = false;
        for (int i = 0; i < one.size(); i++) {
            double value = one.at(i);
            if (!Double.isFinite(value)) {
                throw bad(
                        "%s of %s is %s, which is no brightness. Put a number there, or leave the picture out"
                                .formatted(one.place(i), one.name(), value));
            }
            least = Math.min(least, value);
            largest = Math.max(largest, value);
            hasFractions |= value != Math.rint(value);
        }
        return new Range(least, largest, hasFractions);
    }

    private void requireRange(PixelNumbers one) {
        Range range = ranges.get(one);
        boolean isNone = range.hasFractions() && !isOfOnes && range.largest() < LEAST_OF_BYTES;
        if (isNone && range.least() >= 0 && range.largest() <= 1) {
            throw bad(
                    "the numbers of %s are of %s, but those of others go up to %s. Save all in one range"
                            .formatted(one.name(), range, Range.written(largest())));
        }
        if (isNone || range.least() < -TOLERANCE || range.largest() > BRIGHTEST + TOLERANCE) {
            throw bad(
                    "the numbers of %s are of %s, and those of pictures are of 0 to 255, or of 0 to 1. Save the pictures as they were before they were normalised, or scale them"
                            .formatted(one.name(), range));
        }
    }

    private TrainkitException bad(String what) {
        return new TrainkitException("%s: %s.".formatted(source, what));
    }

    /** Of one byte each; those that are so already are not copied. */
    byte[] bytes(PixelNumbers one) {
        int factor = one.areTruths() || isOfOnes ? BRIGHTEST : 1;
        byte[] bytes = one.bytes();
        if (bytes != null && factor == 1) {
            return bytes;
        }
        byte[] scaled = new byte[one.size()];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (byte) Math.round(one.at(i) * factor);
        }
        return scaled;
    }

    /** What was scaled and what was rounded, a sentence each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (!truths.isEmpty()) {
            notes.add("%s: true was read as 255, full brightness".formatted(names(truths)));
        }
        if (isOfOnes) {
            notes.add(ones());
        } else {
            numbers.stream().filter(this::isOfNothingAboveOne).map(this::dark).forEach(notes::add);
            numbers.stream().filter(this::isRounded).map(this::rounded).forEach(notes::add);
            if (largest() > 0 && largest() < DARK && truths.isEmpty()) {
                notes.add(allDark());
            }
        }
        return notes;
    }

    private String ones() {
        return ranges.values().stream().anyMatch(Range::hasFractions)
                ? "%s: numbers of 0 to 1 were read as 0 to 255".formatted(names(numbers))
                : "%s: there is no number above 1, so that 1 was read as 255, full brightness"
                        .formatted(names(numbers));
    }

    private boolean isOfNothingAboveOne(PixelNumbers one) {
        return ranges.get(one).largest() == 1;
    }

    private String dark(PixelNumbers one) {
        return "%s: there is no number above 1, but others go up to %s, so that 1 was read as 1 of 255. Where it is full brightness, multiply by 255"
                .formatted(one.name(), Range.written(largest()));
    }

    private boolean isRounded(PixelNumbers one) {
        return ranges.get(one).hasFractions();
    }

    private String rounded(PixelNumbers one) {
        return "%s: fractions were rounded, for a pixel is a whole number of 0 to 255"
                .formatted(one.name());
    }

    private String allDark() {
        return "%s: there is no number above %s, and 255 is full brightness. Where %s is, scale the numbers to 0 to 255"
                .formatted(names(numbers), Range.written(largest()), Range.written(largest()));
    }

    private static String names(List<PixelNumbers> all) {
        return all.stream().map(PixelNumbers::name).collect(Collectors.joining(" and "));
    }
}
