package dev.trainkit.model;

import dev.trainkit.TrainkitException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rules by which the names of weights become those of a network, {@code module.=,0=conv1,aux=-} for
 * one: {@code OLD=NEW} for names that are OLD or begin with it and a dot, the longest OLD first,
 * one rule a name. An empty OLD is the beginning of every name, an empty NEW takes OLD away, and
 * {@code -} drops the weights.
 */
public record Renaming(List<Rule> rules) {

    private static final String DROP = "-";

    /** What a name begins with, and what is put there instead, both without the dot at the end. */
    public record Rule(String from, String to) {

        private boolean isFor(String name) {
            return from.isEmpty() || name.equals(from) || name.startsWith(from + ".");
        }

        private String apply(String name) {
            String rest =
                    from.isEmpty() ? name : name.substring(from.length()).replaceFirst("^\\.", "");
            return Stream.of(to, rest).filter(s -> !s.isEmpty()).collect(Collectors.joining("."));
        }

        @Override
        public String toString() {
            return from + "=" + to;
        }
    }

    public Renaming {
        rules =
                rules.stream()
                        .sorted(Comparator.comparingInt(rule -> -rule.from.length()))
                        .toList();
    }

    /** That of {@code module.=,0=conv1}. */
    public static Renaming parse(String rules) {
        return new Renaming(
                Stream.of(rules.split(",", -1))
                        .filter(rule -> !rule.isBlank())
                        .map(Renaming::rule)
                        .toList());
    }

    private static Rule rule(String text) {
        String[] sides = text.strip().split("=", -1);
        if (sides.length != 2) {
            throw new TrainkitException(
                    "'%s' is no rule for names. Write OLD=NEW, such as module.= or 0=conv1, several with a comma between."
                            .formatted(text));
        }
        return new Rule(withoutDot(sides[0]), withoutDot(sides[1]));
    }

    private static String withoutDot(String prefix) {
        return prefix.strip().replaceFirst("\\.$", "");
    }

    /**
     * The weights under their new names.
     *
     * @throws TrainkitException when two of them come to one name
     */
    public Weights apply(Weights weights) {
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        Map<String, String> origins = new LinkedHashMap<>();
        weights.tensors()
                .forEach(
                        (name, tensor) ->
                                apply(name)
                                        .ifPresent(
                                                to -> {
                                                    requireFree(to, name, origins.put(to, name));
                                                    renamed.put(to, tensor);
                                                }));
        Map<String, String> others = new LinkedHashMap<>();
        weights.others().forEach((name, kind) -> apply(name).ifPresent(to -> others.put(to, kind)));
        return new Weights(renamed, others);
    }

    private static void requireFree(String to, String name, String other) {
        if (other != null) {
            throw new TrainkitException(
                    "By the rules for names, both %s and %s would be %s. Leave one of them out with %s=-."
                            .formatted(other, name, to, name));
        }
    }

    /** Empty where the weights are dropped. */
    private Optional<String> apply(String name) {
        Optional<Rule> rule = rules.stream().filter(r -> r.isFor(name)).findFirst();
        return rule.isPresent() && rule.get().to.equals(DROP)
                ? Optional.empty()
                : Optional.of(rule.map(r -> r.apply(name)).orElse(name));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return rules.stream().map(Rule::toString).collect(Collectors.joining(","));
    }
}
