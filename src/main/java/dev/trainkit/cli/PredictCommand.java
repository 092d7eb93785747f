package dev.trainkit.cli;

import dev.trainkit.Quoted;
import dev.trainkit.TrainkitException;
import dev.trainkit.data.Background;
import dev.trainkit.data.FoundPictures;
import dev.trainkit.predict.ImageClassifier;
import dev.trainkit.predict.Prediction;
import dev.trainkit.report.JsonLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a model says about pictures, a line for each. */
@Command(
        name = "predict",
        description = {
            "Say what is on pictures: files, those in folders and in the folders in them, and - for stdin.",
            "What in a folder is no picture by its name or its first bytes is passed over and counted.",
            "One that cannot be read is reported, the rest go on, and the exit code is 1."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  trainkit predict digit.png",
            "  trainkit predict --model my-model --top 3 --json scans/"
        },
        mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {

    private static final Path STDIN = Path.of("-");

    @Spec private CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "The model directory; models/lenet-mnist when left out.")
    private Path model;

    @Option(
            names = "--top",
            paramLabel = "K",
            defaultValue = "1",
            description = "Show the K most probable classes; 1 when left out.")
    private int top;

    @Option(
            names = "--background",
            paramLabel = "NAME",
            defaultValue = "auto",
            description =
                    "auto, light (dark ink on paper) or dark (as in MNIST); auto when left out.")
    private Background background;

    @Mixin private DeviceOption device;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Parameters(
            arity = "1..*",
            paramLabel = "IMAGE",
            description = "A picture, a folder of pictures, or - for stdin.")
    private List<Path> images;

    /** What {@code --json} prints. */
    private record Answer(
            String image, String label, double probability, List<Prediction.Score> top) {}

    @Override
    public Integer call() {
        if (top < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--top must be at least 1, but was " + top);
        }
        boolean allRead = true;
        try (ImageClassifier classifier =
                ImageClassifier.load(model == null ? Home.defaultModel() : model, device.engine())
                        .withBackground(background)) {
            for (Path image : images) {
                allRead &= answerAll(classifier, image);
            }
        }
        return allRead ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private boolean answerAll(ImageClassifier classifier, Path image) {
        try {
            boolean allRead = true;
            for (Path picture : pictures(image)) {
                allRead &= answer(classifier, picture);
            }
            return allRead;
        } catch (TrainkitException e) {
            complain(image, e.getMessage());
            return false;
        }
    }

    /** Those in a folder, with a word on what else is in there, or the one that is none. */
    private List<Path> pictures(Path image) {
        if (!Files.isDirectory(image)) {
            return List.of(image);
        }
        FoundPictures found = FoundPictures.in(image);
        found.notes().forEach(note -> complain(image, note));
        if (found.pictures().isEmpty()) {
            throw new TrainkitException(
                    "%s: there are no pictures in this folder. Name a picture, or a folder with pictures such as .png or .jpg."
                            .formatted(image));
        }
        return found.pictures();
    }

    /** Whether there was an answer; what is wrong with the picture is no matter of the next. */
    private boolean answer(ImageClassifier classifier, Path image) {
        try {
            Prediction prediction = classify(classifier, image);
            spec.commandLine().getOut().println(line(image, prediction));
            return true;
        } catch (TrainkitException e) {
            complain(image, e.getMessage());
            return false;
        }
    }

    private static Prediction classify(ImageClassifier classifier, Path image) {
        return image.equals(STDIN)
                ? classifier.classify(System.in, STDIN.toString())
                : classifier.classify(image);
    }

    private String line(Path image, Prediction prediction) {
        List<Prediction.Score> best = prediction.top(top);
        return json
                ? JsonLine.of(
                        new Answer(
                                image.toString(),
                                prediction.label(),
                                prediction.probability(),
                                best))
                : Quoted.line(image.toString())
                        + ": "
                        + best.stream().map(PredictCommand::text).collect(Collectors.joining(", "));
    }

    private static String text(Prediction.Score score) {
        return String.format(
                Locale.ROOT, "%s (%.2f %%)", Quoted.line(score.label()), 100 * score.probability());
    }

    private void complain(Path image, String sentence) {
        String name = Quoted.line(image.toString()) + ": ";
        spec.commandLine().getErr().println(sentence.startsWith(name) ? sentence : name + sentence);
    }
}
