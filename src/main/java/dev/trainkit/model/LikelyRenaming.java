package dev.trainkit.model;

import ai.djl.ndarray.types.Shape;
import dev.trainkit.TrainkitException;
import dev.trainkit.model.Renaming.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the renaming by which weights would fit a network: one prefix taken away or put in front,
 * or layer for layer, by shapes that only one layer has, by the order of the file, or by the order
 * of the numbers in names such as {@code 10.weight}. What does not fit whole is no suggestion.
 */
final class LikelyRenaming {

    /** What can be pasted into a shell without quotes. */
    private static final Pattern PLAIN = Pattern.compile("[\\w.,=-]+");

    private final Weights weights;
    private final Map<String, Shape> wanted;

    private LikelyRenaming(Weights weights, Map<String, Shape> wanted) {
        this.weights = weights;
        this.wanted = wanted;
    }

    static Optional<Renaming> of(Weights weights, Map<String, Shape> wanted) {
        if (weights.tensors().size() != wanted.size()) {
            return Optional.empty();
        }
        LikelyRenaming search = new LikelyRenaming(weights, wanted);
        List<Supplier<Optional<Renaming>>> ways =
                List.of(search::byPrefix, search::byShape, search::byOrder, search::byNumbers);
        return ways.stream()
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .filter(search::fits)
                .filter(renaming -> PLAIN.matcher(renaming.toString()).matches())
                .findFirst();
    }

    private boolean fits(Renaming renaming) {
        try {
            return shapes(renaming.apply(weights)).equals(wanted);
        } catch (TrainkitException e) { // two of them come to one name
            return false;
        }
    }

    static Map<String, Shape> shapes(Weights weights) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        weights.tensors().forEach((name, tensor) -> shapes.put(name, new Shape(tensor.shape())));
        return shapes;
    }

    /** The first name of either side, found at the end of one of the other's. */
    private Optional<Renaming> byPrefix() {
        return Stream.concat(
                        prefixes(weights.tensors().keySet().stream(), first(wanted))
                                .map(prefix -> new Rule(prefix, "")),
                        prefixes(wanted.keySet().stream(), first(weights.tensors()))
                                .map(prefix -> new Rule("", prefix)))
                .map(rule -> new Renaming(List.of(rule)))
                .filter(this::fits)
                .findFirst();
    }

    private static String first(Map<String, ?> named) {
        return named.keySet().stream().findFirst().orElse("");
    }

    private static Stream<String> prefixes(Stream<String> names, String end) {
        return names.filter(name -> name.endsWith("." + end))
                .map(name -> name.substring(0, name.length() - end.length() - 1));
    }

    private Optional<Renaming> byShape() {
        List<Layer> here = layers(wanted);
        List<Layer> there = layers(shapes(weights));
        List<Layer> pairs = new ArrayList<>();
        for (Layer layer : here) {
            List<Layer> alike = there.stream().filter(layer::isLike).toList();
            if (alike.size() != 1) {
                return Optional.empty();
            }
            pairs.add(alike.get(0));
        }
        return pair(pairs, here);
    }

    private Optional<Renaming> byOrder() {
        return pair(layers(shapes(weights)), layers(wanted));
    }

    private Optional<Renaming> byNumbers() {
        List<Layer> sorted = new ArrayList<>(layers(shapes(weights)));
        sorted.sort(Comparator.comparing(Layer::sortKey));
        return pair(sorted, layers(wanted));
    }

    private static Optional<Renaming> pair(List<Layer> there, List<Layer> here) {
        if (there.size() != here.size()) {
            return Optional.empty();
        }
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < here.size(); i++) {
            String from = there.get(i).name;
            if (!there.get(i).isLike(here.get(i)) || from.isEmpty()) {
                return Optional.empty();
            }
            if (!Objects.equals(from, here.get(i).name)) {
                rules.add(new Rule(from, here.get(i).name));
            }
        }
        return Optional.of(new Renaming(rules));
    }

    private static List<Layer> layers(Map<String, Shape> shapes) {
        Map<String, Layer> layers = new LinkedHashMap<>();
        shapes.forEach(
                (name, shape) -> {
                    int dot = name.lastIndexOf('.');
                    String layer = name.substring(0, Math.max(0, dot));
                    layers.computeIfAbsent(layer, Layer::new)
                            .parameters
                            .put(name.substring(dot + 1), shape);
                });
        return List.copyOf(layers.values());
    }

    /** A layer's name, and the shapes of its parameters. */
    private static final class Layer {

        private final String name;
        private final Map<String, Shape> parameters = new HashMap<>();

        Layer(String name) {
            this.name = name;
        }

        boolean isLike(Layer other) {
            return parameters.equals(other.parameters);
        }

        /** With numbers as long as they get: 2 comes before 10. */
        String sortKey() {
            StringBuilder key = new StringBuilder();
            for (String part : name.split("\\.", -1)) {
                key.append(part.matches("\\d+") ? "0".repeat(Math.max(0, 9 - part.length())) : "")
                        .append(part)
                        .append('.');
            }
            return key.toString();
        }
    }
}
