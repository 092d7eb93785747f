package dev.trainkit.train;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What may differ between a run and its continuation: nothing that its numbers depend on. */
final class ResumeRules {

    private static final Set<String> HARMLESS =
            Set.of(
                    "train.epochs",
                    "train.log-steps",
                    "train.on-nan",
                    "train.watch",
                    "train.memory-guard",
                    "data.path",
                    "data.split-file",
                    "engine.threads");
    private static final List<String> HARMLESS_SECTIONS =
            List.of("checkpoint.", "early-stopping.", "budget.", "report.");

    private final List<String> differences = new ArrayList<>();

    private ResumeRules() {}

    /**
     * @throws TrainkitException when the continuation would not be exact: every difference
     */
    static void check(RunState state, RunConfig then, RunConfig now, RunIdentity identity) {
        ResumeRules rules = new ResumeRules();
        rules.compareConfigurations(then.values(), now.values());
        rules.compare(state.identity().values(), identity.values());
        if (now.train().epochs() < state.epochs().size()) {
            rules.differences.add(
                    String.format(
                            Locale.ROOT,
                            "train.epochs is %d, but %d epochs are done",
                            now.train().epochs(),
                            state.epochs().size()));
        }
        rules.requireNone();
    }

    private void compareConfigurations(Map<String, Object> then, Map<String, Object> now) {
        then.keySet().stream()
                .filter(key -> !isHarmless(key))
                .forEach(key -> compare(key, then.get(key), now.get(key)));
    }

    /** Data are compared by content, and threads by number, whatever they were called. */
    private static boolean isHarmless(String key) {
        return HARMLESS.contains(key) || HARMLESS_SECTIONS.stream().anyMatch(key::startsWith);
    }

    private void compare(Map<String, Object> then, Map<String, Object> now) {
        then.keySet().forEach(key -> compare(key, then.get(key), now.get(key)));
    }

    private void compare(String name, Object then, Object now) {
        if (!Objects.equals(then, now)) {
            differences.add("%s was %s, and is %s now".formatted(name, then, now));
        }
    }

    private void requireNone() {
        if (!differences.isEmpty()) {
            throw new TrainkitException(
                    ("The run cannot go on exactly as it began: %s. Resume without these changes, or"
                                    + " start a new run from its weights with --set model.weights.")
                            .formatted(String.join("; ", differences)));
        }
    }
}
