package dev.trainkit.cli;

import dev.trainkit.config.RunConfig;
import dev.trainkit.data.PictureStyle;
import dev.trainkit.data.Preprocessing;
import dev.trainkit.export.ImportTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Names what imported weights are put into. */
final class ImportOptions {

    private static final Pattern INPUT = Pattern.compile("([13])x(\\d{1,4})x(\\d{1,4})");

    @Option(names = "--model", paramLabel = "NAME", description = "One of the listed models.")
    private String model;

    @Option(
            names = "--like",
            paramLabel = "DIR",
            description = "Take model, preprocessing and classes from this model directory.")
    private Path like;

    @Option(
            names = "--data",
            paramLabel = "NAME",
            description =
                    "The data set that they were trained on, which has the preprocessing and the"
                            + " classes; mnist when left out.")
    private String data;

    @Option(
            names = "--data-path",
            paramLabel = "P",
            description = "The folder of the data set's files.")
    private Path dataPath;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set any key of the configuration; repeatable.")
    private List<String> settings = List.of();

    @Option(
            names = "--classes",
            paramLabel = "A,B,...",
            split = ",",
            description =
                    "What the outputs stand for, in their order, or how many there are; the data"
                            + " set's when left out.")
    private List<String> classes = List.of();

    @Option(
            names = "--input",
            paramLabel = "CxHxW",
            description =
                    "The pictures that the network takes, 1x32x32 for one; the data set's when left"
                            + " out.")
    private String input;

    @Option(
            names = "--mean",
            paramLabel = "X,...",
            split = ",",
            description = "With --input: taken from each channel's pixels, which are 0 to 1.")
    private List<Float> mean = List.of();

    @Option(
            names = "--std",
            paramLabel = "X,...",
            split = ",",
            description = "With --input: what they are then divided by.")
    private List<Float> std = List.of();

    ImportTarget resolve(CommandLine commandLine) {
        require(
                commandLine,
                (model == null) != (like == null),
                "Say which network the weights belong to: either --model NAME or --like DIR.");
        require(
                commandLine,
                like == null || (data == null && dataPath == null && settings.isEmpty()),
                "--like takes the settings of its model: leave out --data, --data-path and --set.");
        require(
                commandLine,
                input != null || (mean.isEmpty() && std.isEmpty()),
                "--mean and --std belong to --input CxHxW.");
        ImportTarget target = like == null ? listed() : ImportTarget.like(like);
        target = classes.isEmpty() ? target : target.withClasses(classNames());
        return input == null ? target : target.withPreprocessing(preprocessing(commandLine));
    }

    private ImportTarget listed() {
        List<String> all = new ArrayList<>(settings);
        all.add("model.name=" + model);
        if (data != null) {
            all.add("data.name=" + data);
        }
        if (dataPath != null) {
            all.add("data.path='" + dataPath.toString().replace("'", "''") + "'");
        }
        return ImportTarget.of(RunConfig.of(all.toArray(String[]::new)));
    }

    private List<String> classNames() {
        boolean count = classes.size() == 1 && classes.get(0).matches("\\d{1,6}");
        return count
                ? IntStream.range(0, Integer.parseInt(classes.get(0)))
                        .mapToObj(String::valueOf)
                        .toList()
                : classes.stream().map(String::strip).toList();
    }

    private Preprocessing preprocessing(CommandLine commandLine) {
        Matcher matcher = INPUT.matcher(input);
        require(
                commandLine,
                matcher.matches(),
                "--input is channels (1 or 3), height and width, such as 1x32x32, but was '%s'."
                        .formatted(input));
        int channels = Integer.parseInt(matcher.group(1));
        try {
            return new Preprocessing(
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)),
                    channels,
                    0,
                    mean.isEmpty() ? Collections.nCopies(channels, 0f) : mean,
                    std.isEmpty() ? Collections.nCopies(channels, 1f) : std,
                    PictureStyle.PLAIN);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine, e.getMessage() + ".", e);
        }
    }

    private static void require(CommandLine commandLine, boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(commandLine, sentence);
        }
    }
}
