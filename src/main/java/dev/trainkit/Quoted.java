package dev.trainkit;

import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** Text out of a file that nobody trusts, fit to stand in a sentence on a terminal. */
public final class Quoted {

    private static final int LONGEST = 80;

    private Quoted() {}

    /** At most 80 characters; what does not print is a question mark. */
    public static String of(String text) {
        String start = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return replaced(start, c -> !isPrinted(c));
    }

    /**
     * All of a name or of a sentence, as one line: what would move the cursor, end the line or turn
     * the order of letters round is a question mark. What scripts are written with stays.
     */
    public static String line(String text) {
        return replaced(text, Quoted::isCommand);
    }

    private static String replaced(String text, IntPredicate isReplaced) {
        return text.codePoints().noneMatch(isReplaced)
                ? text
                : text.codePoints()
                        .map(c -> isReplaced.test(c) ? '?' : c)
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

    private static boolean isCommand(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> isBidiCommand(c);
        };
    }

    /** Embeddings, overrides and isolates, which have a line read as another. */
    private static boolean isBidiCommand(int c) {
        return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    }
}
