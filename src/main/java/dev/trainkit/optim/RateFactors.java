package dev.trainkit.optim;

import dev.trainkit.TrainkitException;
import dev.trainkit.model.NamePattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What the learning rate of some parameters is multiplied by, as {@code param_groups} would. */
public final class RateFactors {

    private record Factor(NamePattern pattern, double value) {}

    private final List<Factor> factors = new ArrayList<>();

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
        return factors.stream()
                .filter(factor -> factor.pattern().matches(parameter))
                .findFirst()
                .map(Factor::value)
                .orElse(1.0);
    }

    /**
     * @throws TrainkitException when a pattern names none of the parameters
     */
    public void requireMatches(Collection<String> parameters) {
        for (Factor factor : factors) {
            if (parameters.stream().noneMatch(factor.pattern()::matches)) {
                throw new TrainkitException(
                        ("optimizer.rate-factors names '%s', but no parameter has such a name. They"
                                        + " are: %s.")
                                .formatted(factor.pattern(), String.join(", ", parameters)));
            }
        }
    }
}
