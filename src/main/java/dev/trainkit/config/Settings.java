package dev.trainkit.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Values laid over each other, the later over the earlier, and what went wrong on the way. */
final class Settings {

    /** More are counted: nobody reads them, and a text of somebody else's may have thousands. */
    private static final int MOST_PROBLEMS = 50;

    private final Map<String, Setting> byKey = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private int more;

    /** When each place was first read. */
    private final Map<String, Integer> places = new HashMap<>();

    void put(Setting setting) {
        byKey.put(setting.key(), setting);
        places.putIfAbsent(setting.place(), places.size());
    }

    /** Null where nobody set it. */
    Setting get(String key) {
        return byKey.get(key);
    }

    void complain(Problem problem) {
        complain(() -> problem);
    }

    void complain(Supplier<Problem> problem) {
        if (problems.size() == MOST_PROBLEMS) {
            more++;
            return;
        }
        problems.add(problem.get());
        places.putIfAbsent(problems.get(problems.size() - 1).place(), places.size());
    }

    /** Whether nothing has been wrong in that section. */
    boolean isRight(String section) {
        return problems.stream()
                .map(Problem::key)
                .noneMatch(key -> key != null && (key + ".").startsWith(section + "."));
    }

    /**
     * @throws InvalidConfigException when anything went wrong, in the order of the lines
     */
    void check() {
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(problem -> places.get(problem.place())));
            throw new InvalidConfigException(problems, more);
        }
    }
}
