package dev.trainkit.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The connected parts of the ink on a picture. A digit is one of them, perhaps with a stroke that
 * lies beside it; the rest is dirt, a shadow or the edge of the paper.
 */
final class InkParts {

    /** Ink from this strength on, 0 to 255, connects; what is fainter only borders on it. */
    private static final float CONNECTING = 64;

    /** How far from connected ink, in pixels, the faint rim of a stroke may lie. */
    private static final int RIM = 2;

    /** A stroke beside the digit's largest part has at least this share of its ink. */
    private static final double LEAST_STROKE = 0.05;

    /**
     * What touches the edge of the picture is often a shadow or a table; it is taken for the digit
     * only when nothing else is at least this long, as a share of its own length.
     */
    private static final double LEAST_DIGIT = 0.15;

    private final GreyPicture ink;

    /** For each pixel the number of its part, counted from 1, or 0. */
    private final int[] numbers;

    private final List<InkPart> parts = new ArrayList<>();

    private InkParts(GreyPicture ink) {
        this.ink = ink;
        numbers = new int[ink.values().length];
        int[] waiting = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            if (startsPart(i)) {
                parts.add(connected(i, waiting));
            }
        }
    }

    /**
     * The digit alone, cropped to its ink.
     *
     * @param ink 0 to 255, and full somewhere
     */
    static GreyPicture digit(GreyPicture ink) {
        return new InkParts(ink).digit();
    }

    private boolean startsPart(int i) {
        return numbers[i] == 0 && ink.values()[i] >= CONNECTING;
    }

    /** Numbers all pixels that are reached from this one over neighbours, diagonal ones too. */
    private InkPart connected(int start, int[] waiting) {
        int number = parts.size() + 1;
        InkPart part = new InkPart(ink.width(), ink.height());
        int count = 0;
        waiting[count++] = start;
        numbers[start] = number;
        while (count > 0) {
            int pixel = waiting[--count];
            int x = pixel % ink.width();
            int y = pixel / ink.width();
            part.add(x, y, ink.values()[pixel]);
            for (int ny = Math.max(0, y - 1); ny <= Math.min(ink.height() - 1, y + 1); ny++) {
                for (int nx = Math.max(0, x - 1); nx <= Math.min(ink.width() - 1, x + 1); nx++) {
                    int neighbour = ny * ink.width() + nx;
                    if (startsPart(neighbour)) {
                        numbers[neighbour] = number;
                        waiting[count++] = neighbour;
                    }
                }
            }
        }
        return part;
    }

    private GreyPicture digit() {
        InkPart main = main();
        boolean[] belongs = new boolean[parts.size() + 1];
        for (int i = 0; i < parts.size(); i++) {
            belongs[i + 1] = belongs(parts.get(i), main);
        }
        GreyPicture digit = GreyPicture.black(ink.width(), ink.height());
        for (int y = 0; y < ink.height(); y++) {
            for (int x = 0; x < ink.width(); x++) {
                if (ink.at(x, y) > 0 && isNear(belongs, x, y)) {
                    digit.set(x, y, ink.at(x, y));
                }
            }
        }
        return digit.croppedToInk();
    }

    private InkPart main() {
        Comparator<InkPart> byMass = Comparator.comparingDouble(InkPart::mass);
        InkPart largest = parts.stream().max(byMass).orElseThrow();
        return parts.stream()
                .filter(part -> !part.touchesEdge())
                .max(byMass)
                .filter(part -> part.length() >= LEAST_DIGIT * largest.length())
                .orElse(largest);
    }

    private static boolean belongs(InkPart part, InkPart main) {
        return part == main
                || (part.mass() >= LEAST_STROKE * main.mass()
                        && part.isNear(main)
                        && (main.touchesEdge() || !part.touchesEdge()));
    }

    /** Whether a pixel is in one of these parts or on the rim of one. */
    private boolean isNear(boolean[] these, int x, int y) {
        if (these[numbers[y * ink.width() + x]]) {
            return true;
        }
        int bottom = Math.min(ink.height() - 1, y + RIM);
        int right = Math.min(ink.width() - 1, x + RIM);
        for (int ry = Math.max(0, y - RIM); ry <= bottom; ry++) {
            for (int rx = Math.max(0, x - RIM); rx <= right; rx++) {
                if (these[numbers[ry * ink.width() + rx]]) {
                    return true;
                }
            }
        }
        return false;
    }
}
