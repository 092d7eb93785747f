package dev.trainkit.data;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a decoder says of a damaged file, where a person can make something of it: its own words and
 * nothing of a program's inside, such as the name of a class, or bytes of the file.
 */
final class DecoderMessage {

    private static final int LONGEST = 120;
    private static final Pattern WORDS = Pattern.compile("[\\p{Alnum} .,:;'()\\[\\]/=<>+-]+");
    private static final Pattern INSIDE =
            Pattern.compile(
                    "\\w\\.\\w*[A-Za-z]\\w*\\.|[a-z](Exception|Error|Reader|Stream)\\b"
                            + "|\\b(class|null|java|index)\\b|[a-z][A-Z]|\\w@\\p{XDigit}");

    private DecoderMessage() {}

    /** Empty where it is for programmers. */
    static Optional<String> of(Throwable thrown) {
        return Optional.ofNullable(thrown.getMessage())
                .filter(message -> thrown instanceof IOException)
                .filter(message -> message.length() <= LONGEST)
                .filter(message -> WORDS.matcher(message).matches())
                .filter(message -> !INSIDE.matcher(message).find())
                .map(message -> message.replaceFirst("[.!]$", ""));
    }
}
