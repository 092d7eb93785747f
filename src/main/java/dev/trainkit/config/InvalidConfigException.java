package dev.trainkit.config;

import dev.trainkit.TrainkitException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A configuration that cannot be run; names every mistake at once. */
public final class InvalidConfigException extends TrainkitException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // List.copyOf gives a serializable list
    private final List<Problem> problems;

    /**
     * @param problems at least one
     */
    public InvalidConfigException(List<Problem> problems) {
        super(lines(problems));
        this.problems = List.copyOf(problems);
    }

    InvalidConfigException(String key, String sentence) {
        this(List.of(new Problem(key, null, sentence)));
    }

    public List<Problem> problems() {
        return problems;
    }

    /** What is wrong, wherever it stands. */
    public String reasons() {
        return problems.stream().map(Problem::sentence).collect(Collectors.joining("; "));
    }

    private static List<String> lines(List<Problem> problems) {
        if (problems.size() == 1) {
            return List.of(problems.get(0).toString());
        }
        return Stream.concat(
                        Stream.of("The configuration has " + problems.size() + " mistakes:"),
                        problems.stream().map(problem -> "  " + problem))
                .toList();
    }
}
