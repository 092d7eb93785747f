package dev.trainkit.cli;

import dev.trainkit.Quoted;
import dev.trainkit.eval.McNemar;
import dev.trainkit.eval.ModelComparison;
import dev.trainkit.eval.ModelComparison.Side;
import dev.trainkit.eval.Pairing;
import dev.trainkit.eval.Pairing.Disagreement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A comparison for people: a column for each model, and what the difference is worth. */
final class ComparisonText {

    private static final double SIGNIFICANT = 0.05;
    private static final int SHOWN = 5;

    private final ModelComparison comparison;
    private final List<List<String>> rows = new ArrayList<>();

    private ComparisonText(ModelComparison comparison) {
        this.comparison = comparison;
    }

    static String of(ModelComparison comparison) {
        ComparisonText text = new ComparisonText(comparison);
        return text.table() + System.lineSeparator() + text.verdict();
    }

    private String table() {
        row("", Side::model);
        comparison.settings().forEach((key, values) -> row(key, values.first(), values.second()));
        row("Test accuracy", side -> percent(side.accuracy()));
        row(
                "  95 % interval",
                side -> percent(side.interval().low()) + " to " + percent(side.interval().high()));
        row("Test loss", side -> format("%.4f", side.loss()));
        row("Test pictures", side -> format("%,d", side.pictures()));
        row(
                "Validation accuracy",
                side ->
                        side.validationAccuracy() == null
                                ? "none"
                                : percent(side.validationAccuracy()));
        row("Best epoch", side -> side.bestEpoch());
        row("Training time", side -> format("%.0f s", side.seconds()));
        return aligned();
    }

    private String verdict() {
        Pairing pairing = comparison.pairing();
        return pairing.counts()
                .map(paired -> disagreements(pairing) + verdict(paired))
                .orElseGet(() -> Quoted.line(pairing.obstacle()));
    }

    private static String disagreements(Pairing pairing) {
        List<Disagreement> all = pairing.disagreements();
        if (all.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(format("Answered differently:%n"));
        all.stream().limit(SHOWN).forEach(one -> text.append(line(one)));
        if (all.size() > SHOWN) {
            text.append(format("  ... and %,d more; --json has them all%n", all.size() - SHOWN));
        }
        return text.append(System.lineSeparator()).toString();
    }

    private static String line(Disagreement one) {
        return Quoted.line(
                        "  %s, which is %s: the first says %s, the second %s"
                                .formatted(one.name(), one.label(), one.first(), one.second()))
                + System.lineSeparator();
    }

    private static String verdict(McNemar paired) {
        return format(
                "Of the pictures, both get %,d right, only the first %,d, only the second %,d, and"
                        + " neither %,d.%n%s (McNemar's exact test, p = %s).",
                paired.both(),
                paired.onlyFirst(),
                paired.onlySecond(),
                paired.neither(),
                paired.pValue() < SIGNIFICANT
                        ? "Equally good models would hardly differ by that much"
                        : "Equally good models may well differ by that much",
                format("%.2g", paired.pValue()));
    }

    private void row(String name, Function<Side, Object> figure) {
        row(name, figure.apply(comparison.first()), figure.apply(comparison.second()));
    }

    private void row(String name, Object first, Object second) {
        rows.add(
                Stream.of(name, first, second)
                        .map(cell -> Quoted.line(String.valueOf(cell)))
                        .toList());
    }

    private String aligned() {
        String line = String.format(Locale.ROOT, "%%-%ds  %%-%ds  %%s%%n", width(0), width(1));
        return rows.stream().map(row -> format(line, row.toArray())).collect(Collectors.joining());
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow();
    }

    private static String percent(double share) {
        return format("%.2f %%", 100 * share);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
