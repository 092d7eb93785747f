package dev.trainkit;

import java.util.stream.Collectors;

/** Text out of a file that nobody trusts, fit to stand in a sentence on a terminal. */
public final class Quoted {

    private static final int LONGEST = 80;

    private Quoted() {}

    /** At most 80 characters; what does not print is a question mark. */
    public static String of(String text) {
        String start = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return start.codePoints()
                .map(c -> isPrinted(c) ? c : '?')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static boolean isPrinted(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
