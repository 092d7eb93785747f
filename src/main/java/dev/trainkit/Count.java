package dev.trainkit;

import java.util.Locale;

/** How many of something, as a sentence says it: 1 picture, 2,000 pictures. */
public final class Count {

    private Count() {}

    /** With an s where it is not one. */
    public static String of(long count, String noun) {
        return of(count, noun, noun + "s");
    }

    /** With a plural of its own, such as classes. */
    public static String of(long count, String noun, String nouns) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? noun : nouns);
    }
}
