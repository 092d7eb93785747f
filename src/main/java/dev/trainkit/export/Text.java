package dev.trainkit.export;

import dev.trainkit.TrainkitException;
import java.util.List;
import java.util.stream.Collectors;

/** Literals of TorchScript. */
final class Text {

    private Text() {}

    /** A float with the digits that give its bits back. */
    static String number(double number) {
        if (!Double.isFinite(number)) {
            throw new TrainkitException(
                    "The network cannot be exported: it computes with the number %s. Use a finite one."
                            .formatted(number));
        }
        return String.valueOf(number);
    }

    static String flag(boolean flag) {
        return flag ? "True" : "False";
    }

    static String list(List<?> items) {
        return items.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
