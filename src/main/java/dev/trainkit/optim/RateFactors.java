package dev.trainkit.optim;

import ai.djl.nn.Parameter;
import dev.trainkit.TrainkitException;
import dev.trainkit.model.NamePattern;
import dev.trainkit.model.StateDict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the learning rate of some parameters is multiplied by, as {@code param_groups} would. */
public final class RateFactors {

    private record Factor(NamePattern pattern, double value) {}

    private final List<Factor> factors = new ArrayList<>();
    private final Map<String, Double> known = new HashMap<>();

    /**
     * @param texts as {@code optimizer.rate-factors} has them, {@code conv*=0.1} for one
     */
    public RateFactors(List<String> texts) {
        for (String text : texts) {
            int equals = text.lastIndexOf('=');
            factors.add(
                    new Factor(
                            new NamePattern(text.substring(0, equals)),
                            Double.parseDouble(text.substring(equals + 1))));
        }
    }

    /** Of the first pattern that fits; 1 where none does. */
    double of(String parameter) {
        return known.computeIfAbsent(parameter, this::find);
    }

    private double find(String parameter) {
        return factors.stream()
                .filter(factor -> factor.pattern().matches(parameter))
                .findFirst()
                .map(Factor::value)
                .orElse(1.0);
    }

    /**
     * Checks that each pattern is of use.
     *
     * @throws TrainkitException when a pattern names none of the parameters that are trained
     */
    public void requireMatches(Map<String, Parameter> parameters) {
        Set<String> names = StateDict.trainable(parameters).keySet();
        factors.forEach(factor -> factor.pattern().requireMatch("optimizer.rate-factors", names));
    }
}
