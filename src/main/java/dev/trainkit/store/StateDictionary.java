package dev.trainkit.store;

import dev.trainkit.Quoted;
import dev.trainkit.store.PickleValue.Dictionary;
import dev.trainkit.store.PickleValue.Name;
import dev.trainkit.store.PickleValue.Opaque;
import dev.trainkit.store.PickleValue.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The weights in what was pickled: a dictionary of tensors, wherever it lies.
 *
 * @param tensors by name
 * @param others what stands among them that no tensor was made of here, by name
 */
record StateDictionary(Map<String, View> tensors, Map<String, String> others) {

    private static final int DEEPEST = 50;
    private static final int MOST_ATTRIBUTES = 50_000;
    private static final int LONGEST_PREFIX = 500;
    private static final int MOST_LISTED = 20;
    private static final int MOST_COMPARED = 500;

    /** What a training script keeps beside the weights, and that has tensors too. */
    private static final List<String> BESIDE = List.of("optim", "callbacks", "lr_sched");

    /**
     * The tensors by name: those of a {@code state_dict}, of the one {@code state_dict} in a
     * checkpoint, or of a TorchScript module and those in it.
     *
     * @param key which of several, {@code model} or {@code ema.module} for one; null where there is
     *     one
     * @throws RefusedException when there is none, or more than one and no key
     */
    static StateDictionary of(Object pickled, String key) {
        if (pickled instanceof Opaque object) {
            throw TorchNames.refused(object.maker());
        }
        if (!(pickled instanceof Dictionary root)) {
            throw new RefusedException(
                    "holds a single value and no dictionary of weights",
                    "Save the weights by name: torch.save(model.state_dict(), \"weights.pth\").");
        }
        Search search = new Search();
        if (root.isModule()) {
            return search.module(root, key);
        }
        search.look(root, List.of());
        return key == null ? search.theOne() : search.named(key);
    }

    /** How many tensors are arrays of floating-point numbers; one number alone is a figure. */
    private long arrays() {
        return tensors.values().stream()
                .filter(view -> TorchNames.valueType(view.storage()) != null)
                .filter(view -> view.tensor().dimensions() > 0)
                .count();
    }

    /** A dictionary that has tensors of its own, where it lies, and how many are arrays. */
    private record Found(List<String> path, StateDictionary dictionary, long arrays) {

        boolean isWithin(Found other) {
            return path.size() > other.path.size()
                    && path.subList(0, other.path.size()).equals(other.path);
        }

        /** Whether that is what holds this one, with a few figures of its own. */
        boolean outweighs(Found other) {
            return arrays >= other.arrays && isWithin(other);
        }

        boolean isBeside() {
            return path.stream()
                    .map(part -> part.toLowerCase(Locale.ROOT))
                    .anyMatch(part -> BESIDE.stream().anyMatch(part::startsWith));
        }

        String key() {
            return String.join(".", path);
        }
    }

    private static final class Search {

        private final List<Found> found = new ArrayList<>();
        private final Set<Dictionary> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        private Name opaque; // the first; null where there is none
        private int attributes;

        void look(Dictionary dictionary, List<String> path) {
            if (path.size() > DEEPEST || !seen.add(dictionary)) {
                return;
            }
            Map<String, View> tensors = new LinkedHashMap<>();
            Map<String, String> others = new LinkedHashMap<>();
            dictionary
                    .items()
                    .forEach(
                            (key, value) -> {
                                if (key instanceof String name && value instanceof View view) {
                                    tensors.put(name, view);
                                } else if (key instanceof String name
                                        && value instanceof Opaque object) {
                                    add(name, object, others);
                                }
                            });
            if (!tensors.isEmpty()) {
                StateDictionary own = new StateDictionary(tensors, others);
                found.add(new Found(path, own, own.arrays()));
            }
            dictionary
                    .items()
                    .forEach(
                            (key, value) -> {
                                if (key instanceof String name
                                        && value instanceof Dictionary inner) {
                                    List<String> deeper = new ArrayList<>(path);
                                    deeper.add(name);
                                    look(inner, deeper);
                                }
                            });
        }

        /** Tensors of other kinds and NumPy's arrays may be missed; a run's arguments are not. */
        private void add(String name, Opaque object, Map<String, String> others) {
            opaque = opaque == null ? object.maker() : opaque;
            String maker = object.maker().whole();
            if (maker.startsWith("torch._") || maker.startsWith("numpy.")) {
                others.put(name, "what " + Quoted.of(maker) + " makes");
            }
        }

        StateDictionary module(Dictionary root, String key) {
            if (key != null) {
                throw new RefusedException(
                        "is a TorchScript module, which holds one set of weights",
                        "Leave out the key '%s'.".formatted(Quoted.of(key)));
            }
            Map<String, View> tensors = new LinkedHashMap<>();
            collect(root, "", 0, tensors);
            if (tensors.isEmpty()) {
                throw nothing();
            }
            return new StateDictionary(tensors, Map.of());
        }

        private void collect(
                Dictionary module, String prefix, int depth, Map<String, View> tensors) {
            attributes += module.items().size();
            if (depth > DEEPEST
                    || attributes > MOST_ATTRIBUTES
                    || prefix.length() > LONGEST_PREFIX) {
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

        StateDictionary named(String key) {
            return found.stream()
                    .filter(one -> one.key().equals(key))
                    .map(Found::dictionary)
                    .findFirst()
                    .orElseThrow(() -> noSuch(key));
        }

        private RefusedException noSuch(String key) {
            if (found.isEmpty()) {
                return nothing();
            }
            return new RefusedException(
                    "has no weights under the key '%s'".formatted(Quoted.of(key)),
                    found.stream().allMatch(one -> one.path().isEmpty())
                            ? "Its weights are under no key: leave it out."
                            : "It has tensors under %s.".formatted(keys(found)));
        }

        StateDictionary theOne() {
            List<Found> sets = found.stream().filter(one -> one.arrays() > 0).toList();
            sets = without(sets.isEmpty() ? found : sets);
            if (sets.size() > 1) {
                throw new RefusedException(
                        "holds several sets of weights, under %s".formatted(keys(sets)),
                        ("Choose one: --key %1$s for `trainkit import`, model.weights-key=%1$s for"
                                        + " `trainkit train`.")
                                .formatted(Quoted.of(sets.get(0).key())));
            }
            return sets.stream().map(Found::dictionary).findFirst().orElseThrow(this::nothing);
        }

        /**
         * Without what is kept beside weights. Of dictionaries in one another, the one with more
         * arrays holds the weights: the figures beside a {@code state_dict} go, and so does what a
         * layer keeps in a dictionary of its own.
         */
        private static List<Found> without(List<Found> sets) {
            List<Found> weights = sets.stream().filter(one -> !one.isBeside()).toList();
            List<Found> left = weights.isEmpty() ? sets : weights;
            if (left.size() > MOST_COMPARED) {
                return left;
            }
            List<Found> inner =
                    left.stream()
                            .filter(one -> left.stream().noneMatch(other -> other.outweighs(one)))
                            .toList();
            return inner.stream().filter(one -> inner.stream().noneMatch(one::isWithin)).toList();
        }

        private static String keys(List<Found> sets) {
            String keys =
                    sets.stream()
                            .map(one -> one.path().isEmpty() ? "no key" : Quoted.of(one.key()))
                            .sorted()
                            .limit(MOST_LISTED)
                            .collect(Collectors.joining(", "));
            int more = sets.size() - MOST_LISTED;
            return more > 0 ? String.format(Locale.ROOT, "%s and %,d more", keys, more) : keys;
        }

        private RefusedException nothing() {
            return opaque != null
                    ? TorchNames.refused(opaque)
                    : new RefusedException(
                            "holds no weights under names",
                            "Save them: torch.save(model.state_dict(), \"weights.pth\").");
        }
    }
}
