package dev.trainkit.config;

import dev.trainkit.TrainkitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A configuration that cannot be run; names every mistake at once. */
public final class InvalidConfigException extends TrainkitException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // List.copyOf gives a serializable list
    private final List<Problem> problems;

    /**
     * @param problems at least one
     */
    public InvalidConfigException(List<Problem> problems) {
        this(problems, 0);
    }

    /**
     * @param more mistakes that are only counted
     */
    InvalidConfigException(List<Problem> problems, int more) {
        super(lines(problems, more));
        this.problems = List.copyOf(problems);
    }

    InvalidConfigException(String key, String sentence) {
        this(List.of(new Problem(key, null, sentence)));
    }

    /** The first of them, where they are many. */
    public List<Problem> problems() {
        return problems;
    }

    /** What is wrong, wherever it stands. */
    public String reasons() {
        return problems.stream().map(Problem::sentence).collect(Collectors.joining("; "));
    }

    private static List<String> lines(List<Problem> problems, int more) {
        if (problems.size() == 1) {
            return List.of(problems.get(0).toString());
        }
        List<String> lines = new ArrayList<>();
        lines.add("The configuration has " + (problems.size() + more) + " mistakes:");
        problems.forEach(problem -> lines.add("  " + problem));
        if (more > 0) {
            lines.add(String.format(Locale.ROOT, "  and %,d more", more));
        }
        return lines;
    }
}
