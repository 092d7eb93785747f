package dev.trainkit.cli;

import dev.trainkit.eval.McNemar;
import dev.trainkit.eval.ModelComparison;
import dev.trainkit.eval.Pairing;
import java.util.List;
import java.util.Map;

/**
 * What {@code compare --json} prints.
 *
 * @param paired null where the two have no common test set
 * @param unpaired why they have none; null where they have one
 * @param disagreements the pictures that they answer differently
 */
record ComparisonJson(
        Map<String, ModelComparison.Difference> settings,
        ModelComparison.Side first,
        ModelComparison.Side second,
        Paired paired,
        String unpaired,
        List<Pairing.Disagreement> disagreements) {

    /** As {@link McNemar}, with its p-value. */
    private record Paired(long both, long onlyFirst, long onlySecond, long neither, double pValue) {

        static Paired of(McNemar paired) {
            return new Paired(
                    paired.both(),
                    paired.onlyFirst(),
                    paired.onlySecond(),
                    paired.neither(),
                    paired.pValue());
        }
    }

    ComparisonJson(ModelComparison comparison) {
        this(
                comparison.settings(),
                comparison.first(),
                comparison.second(),
                comparison.pairing().counts().map(Paired::of).orElse(null),
                comparison.pairing().obstacle(),
                comparison.pairing().disagreements());
    }
}
