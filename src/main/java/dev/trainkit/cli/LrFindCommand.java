package dev.trainkit.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainkit.config.RunConfig;
import dev.trainkit.report.JsonLine;
import dev.trainkit.report.RateCurve;
import dev.trainkit.train.LearningRateFinder;
import dev.trainkit.train.RateTest;
import dev.trainkit.train.RateTest.Point;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks for a learning rate: a step at each of many, and a suggestion. */
@Command(
        name = "lr-find",
        description =
                "Look for a learning rate: train a step at each of many, from hardly any to far too"
                        + " much, and suggest a tenth of that at which the loss was lowest.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  trainkit lr-find --set optimizer.name=adam",
            "  trainkit lr-find config/mlp-mnist.yaml --from 1e-5 --steps 300 --out mlp.svg"
        },
        mixinStandardHelpOptions = true)
final class LrFindCommand implements Callable<Integer> {

    /** What {@code --json} prints. */
    private record Found(
            double suggestion,
            @JsonInclude(JsonInclude.Include.NON_NULL) String doubt,
            Point lowest,
            Point steepest,
            String curve,
            List<Point> points) {}

    /** Rows of the table; the picture shows every step. */
    private static final int ROWS = 20;

    private static final String WHY =
            """
            Why              a tenth of the rate of the lowest average: it learns fast there and is far from running away
            Where            optimizer.learning-rate in the file, the highest rate of its schedule; for this model, data,
                             optimizer and train.batch-size: look again where one of them is another
            """;

    @Spec private CommandSpec spec;
    @Mixin private ConfigArguments configuration;

    @Option(
            names = "--from",
            paramLabel = "X",
            defaultValue = "1e-7",
            description = "The first learning rate; ${DEFAULT-VALUE} when left out.")
    private double from;

    @Option(
            names = "--to",
            paramLabel = "X",
            defaultValue = "10",
            description = "The last learning rate; ${DEFAULT-VALUE} when left out.")
    private double to;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many rates; ${DEFAULT-VALUE} when left out.")
    private int steps;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "lr-find.svg",
            description = "The curve as an SVG picture; ${DEFAULT-VALUE} when left out.")
    private Path out;

    @Option(names = "--json", description = "Print the results as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        requireRange();
        RunConfig config = configuration.resolve().config();
        RateTest test = LearningRateFinder.run(config, from, to, steps);
        RateCurve.write(test, out);
        spec.commandLine().getOut().print(json ? toJson(test) : toText(test));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private void requireRange() {
        if (!(from > 0 && from < to && to < Double.POSITIVE_INFINITY) || steps < 2) {
            throw new ParameterException(
                    spec.commandLine(),
                    String.format(
                            Locale.ROOT,
                            "--from must be above 0 and below --to, and --steps at least 2, but they were %s, %s and %d.",
                            from,
                            to,
                            steps));
        }
    }

    private String toJson(RateTest test) {
        Found found =
                new Found(
                        test.suggestion(),
                        test.doubt().orElse(null),
                        test.lowest(),
                        test.steepest(),
                        out.toString(),
                        test.points());
        return JsonLine.of(found) + "\n";
    }

    private String toText(RateTest test) {
        StringBuilder text = new StringBuilder("Learning rate    Loss  Average\n");
        List<Point> points = test.points();
        int rows = Math.min(ROWS, points.size());
        for (int i = 0; i < rows; i++) {
            text.append(row(points.get((points.size() - 1) * i / Math.max(1, rows - 1))));
        }
        text.append('\n');
        text.append(line("Lowest average   %.4f at %.2g", test.lowest()));
        text.append(line("Steepest fall    %.4f at %.2g", test.steepest()));
        text.append(
                String.format(
                        Locale.ROOT, "Suggestion       --learning-rate %.2g%n", test.suggestion()));
        text.append(WHY);
        test.doubt()
                .ifPresent(doubt -> text.append("Do not trust it  ").append(doubt).append('\n'));
        return text.append("Curve            ").append(out).append('\n').toString();
    }

    private static String row(Point point) {
        return String.format(
                Locale.ROOT,
                "%13.2e  %6.4f   %6.4f%n",
                point.rate(),
                point.loss(),
                point.smoothed());
    }

    private static String line(String template, Point point) {
        return String.format(Locale.ROOT, template + "%n", point.smoothed(), point.rate());
    }
}
