package dev.trainkit.data;

import java.util.regex.Pattern;

/** A number as tables have it: {@code 7}, {@code 7.0}, {@code 0,5}, {@code 1e-3}. */
final class WrittenNumber {

    private static final Pattern FORM =
            Pattern.compile("[-+]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][-+]?[0-9]{1,3})?");

    private static final int SURELY_INT = 9; // digits

    private WrittenNumber() {}

    static boolean is(String text) {
        return isDigits(text) || FORM.matcher(text).matches();
    }

    /** NaN where it is none. */
    static double of(String text) {
        if (isDigits(text)) {
            return Integer.parseInt(text);
        }
        return FORM.matcher(text).matches()
                ? Double.parseDouble(text.replace(',', '.'))
                : Double.NaN;
    }

    /** The form that nearly all have, told fast. */
    private static boolean isDigits(String text) {
        if (text.isEmpty() || text.length() > SURELY_INT) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
