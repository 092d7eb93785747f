package dev.trainkit.cli;

import dev.trainkit.Quoted;
import dev.trainkit.eval.ClassFigures;
import dev.trainkit.eval.MeanFigures;
import dev.trainkit.eval.Scores;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code evaluate} for people. */
final class TestFiguresText {

    private static final int SHOWN = 5;
    private static final String HEAD =
            """
            Test             accuracy %.2f %%, loss %.4f, %,d pictures
            95 %% interval    %.2f %% to %.2f %%
            Among the first  %s
            Probabilities    log-loss %.4f, Brier %.4f, calibration error %.2f %%, temperature %.3f
            Beyond chance    Cohen's kappa %.4f, Matthews' coefficient %.4f
            """;

    private final TestFigures figures;
    private final Scores scores;
    private final int nameWidth;
    private final StringBuilder text = new StringBuilder();

    private TestFiguresText(TestFigures figures) {
        this.figures = figures;
        scores = figures.scores();
        nameWidth =
                scores.classFigures().stream()
                        .mapToInt(one -> Quoted.line(one.name()).length())
                        .reduce("weighted".length(), Math::max);
    }

    static String of(TestFigures figures) {
        return new TestFiguresText(figures).write();
    }

    private String write() {
        append(
                HEAD,
                100 * scores.accuracy(),
                figures.loss(),
                scores.pictures(),
                100 * scores.accuracyInterval().low(),
                100 * scores.accuracyInterval().high(),
                top(),
                scores.logLoss(),
                scores.brier(),
                100 * scores.calibration().error(),
                figures.temperature(),
                scores.kappa(),
                scores.matthews());
        appendTable();
        if (!scores.mistakes().isEmpty()) {
            append("%nMost confused    %s%nSurest mistakes  %s%n", confused(), mistakes());
        }
        scores.notes().forEach(note -> append("Note: %s%n", Quoted.line(note)));
        return text.toString();
    }

    private String top() {
        return scores.top().isEmpty()
                ? "there are too few classes"
                : scores.top().entrySet().stream()
                        .map(top -> format("%d %.2f %%", top.getKey(), 100 * top.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private void appendTable() {
        append("%n%s  precision  recall      F1  ROC area  PR area  pictures%n", name("class"));
        for (ClassFigures one : scores.classFigures()) {
            appendRow(
                    one.name(),
                    one.precision(),
                    one.recall(),
                    one.f1(),
                    one.rocArea(),
                    one.averagePrecision());
            append("  %8d%n", one.support());
        }
        appendMeans("macro", scores.macro());
        appendMeans("micro", scores.micro());
        appendMeans("weighted", scores.weighted());
    }

    private void appendMeans(String name, MeanFigures means) {
        appendRow(
                name,
                means.precision(),
                means.recall(),
                means.f1(),
                means.rocArea(),
                means.averagePrecision());
        append("%n");
    }

    private void appendRow(
            String name,
            double precision,
            double recall,
            double f1,
            Double rocArea,
            Double averagePrecision) {
        append(
                "%s     %.4f  %.4f  %.4f    %s   %s",
                name(name), precision, recall, f1, area(rocArea), area(averagePrecision));
    }

    private static String area(Double area) {
        return area == null ? "     -" : format("%.4f", area);
    }

    private String name(String name) {
        return format("%-" + nameWidth + "s", Quoted.line(name));
    }

    private String confused() {
        return scores.mostConfused().stream()
                .limit(SHOWN)
                .map(
                        pair ->
                                Quoted.line(pair.label())
                                        + " as "
                                        + Quoted.line(pair.guess())
                                        + " ("
                                        + pair.pictures()
                                        + ")")
                .collect(Collectors.joining(", "));
    }

    /** A line for each: the names of files are long. */
    private String mistakes() {
        return scores.mistakes().stream()
                .limit(SHOWN)
                .map(
                        mistake ->
                                format(
                                        "%s: %s as %s (%.1f %%)",
                                        Quoted.line(mistake.name()),
                                        Quoted.line(mistake.label()),
                                        Quoted.line(mistake.guess()),
                                        100 * mistake.probability()))
                .collect(Collectors.joining(System.lineSeparator() + " ".repeat(17)));
    }

    private void append(String template, Object... values) {
        text.append(format(template, values));
    }

    private static String format(String template, Object... values) {
        return String.format(Locale.ROOT, template, values);
    }
}
