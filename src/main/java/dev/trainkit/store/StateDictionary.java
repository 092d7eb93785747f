package dev.trainkit.store;

import dev.trainkit.Quoted;
import dev.trainkit.store.PickleValue.Dictionary;
import dev.trainkit.store.PickleValue.View;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds the weights in what was pickled: a dictionary of tensors, wherever it lies. */
final class StateDictionary {

    private static final int DEEPEST = 50;
    private static final int MOST_ATTRIBUTES = 50_000;
    private static final int LONGEST_PREFIX = 500;

    private final Map<String, Map<String, View>> found = new LinkedHashMap<>();
    private final Set<Dictionary> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private int attributes;

    private StateDictionary() {}

    /**
     * The tensors by name: those of a {@code state_dict}, of the one {@code state_dict} in a
     * checkpoint, or of a TorchScript module and those in it.
     *
     * @throws RefusedException when there is none, or more than one
     */
    static Map<String, View> of(Object pickled) {
        if (!(pickled instanceof Dictionary root)) {
            throw new RefusedException(
                    "holds a single value and no dictionary of weights",
                    "Save the weights by name: torch.save(model.state_dict(), \"weights.pth\").");
        }
        StateDictionary search = new StateDictionary();
        if (root.isModule()) {
            Map<String, View> tensors = new LinkedHashMap<>();
            search.collect(root, "", 0, tensors);
            search.found.put("", tensors);
        } else {
            search.look(root, "", 0);
        }
        return search.theOne();
    }

    /** A dictionary with tensors in it is taken; else those in it are looked into. */
    private void look(Dictionary dictionary, String path, int depth) {
        if (depth > DEEPEST || !seen.add(dictionary)) {
            return;
        }
        Map<String, View> tensors = new LinkedHashMap<>();
        dictionary
                .items()
                .forEach(
                        (key, value) -> {
                            if (key instanceof String name && value instanceof View view) {
                                tensors.put(name, view);
                            }
                        });
        if (!tensors.isEmpty()) {
            found.put(path, tensors);
            return;
        }
        dictionary
                .items()
                .forEach(
                        (key, value) -> {
                            if (key instanceof String name && value instanceof Dictionary inner) {
                                look(inner, path + "['" + Quoted.of(name) + "']", depth + 1);
                            }
                        });
    }

    private void collect(Dictionary module, String prefix, int depth, Map<String, View> tensors) {
        attributes += module.items().size();
        if (depth > DEEPEST || attributes > MOST_ATTRIBUTES || prefix.length() > LONGEST_PREFIX) {
            throw RefusedException.broken("PyTorch", "its modules are nested without an end");
        }
        module.items()
                .forEach(
                        (key, value) -> {
                            if (value instanceof View view) {
                                tensors.put(prefix + key, view);
                            } else if (value instanceof Dictionary inner && inner.isModule()) {
                                collect(inner, prefix + key + ".", depth + 1, tensors);
                            }
                        });
    }

    private Map<String, View> theOne() {
        if (found.size() > 1) {
            throw new RefusedException(
                    "holds several dictionaries of weights, under %s"
                            .formatted(String.join(", ", new TreeMap<>(found).keySet())),
                    ("Save the one that is wanted alone: torch.save(torch.load(FILE)%s,"
                                    + " \"weights.pth\").")
                            .formatted(found.keySet().iterator().next()));
        }
        return found.values().stream()
                .filter(tensors -> !tensors.isEmpty())
                .findFirst()
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        "holds no weights under names",
                                        "Save them: torch.save(model.state_dict(),"
                                                + " \"weights.pth\")."));
    }
}
