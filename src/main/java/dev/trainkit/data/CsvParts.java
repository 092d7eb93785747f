package dev.trainkit.data;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Words that name the part of a picture in a column of a table. */
final class CsvParts {

    /** FER2013's column Usage has these besides Training. */
    private static final Map<String, ArrayRole.Part> OTHERS =
            Map.of(
                    "publictest", ArrayRole.Part.VALIDATION,
                    "privatetest", ArrayRole.Part.TEST,
                    "holdout", ArrayRole.Part.TEST);

    /** Columns that ask for a part, as fastai has them. */
    private static final Map<String, ArrayRole.Part> QUESTIONS =
            Map.of(
                    "is_valid", ArrayRole.Part.VALIDATION,
                    "is_val", ArrayRole.Part.VALIDATION,
                    "is_validation", ArrayRole.Part.VALIDATION,
                    "is_test", ArrayRole.Part.TEST);

    private static final Set<String> YES = Set.of("true", "1", "1.0", "yes");
    private static final Set<String> NO = Set.of("false", "0", "0.0", "no");

    private CsvParts() {}

    static boolean isQuestion(String column) {
        return QUESTIONS.containsKey(column.toLowerCase(Locale.ROOT));
    }

    /**
     * Empty where it names none.
     *
     * @param column the name of its column
     */
    static Optional<ArrayRole.Part> of(String column, String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        ArrayRole.Part asked = QUESTIONS.get(column.toLowerCase(Locale.ROOT));
        if (asked != null) {
            return YES.contains(lower)
                    ? Optional.of(asked)
                    : Optional.of(ArrayRole.Part.TRAIN).filter(part -> NO.contains(lower));
        }
        return ArrayRole.Part.of(word).or(() -> Optional.ofNullable(OTHERS.get(lower)));
    }
}
