package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The language of the person who runs trainkit, or of the program that does, changes no byte. */
class LocaleIT {

    private static final String EVENTS = "tensorboard/events.out.tfevents.";
    private static final String MODEL = Ran.HOME.resolve("models/lenet-mnist").toString();

    private static final String SHORT =
            "train --device=cpu --set=data.path=../data --set=engine.threads=1"
                    + " --set=train.log-steps=true --set=checkpoint.every-steps=1"
                    + " --set=report.tensorboard=true";

    private static final String EXPORT = "export --data-path ../data --model " + MODEL;

    /** After what a kill left; the last model replaces one that has replaced another. */
    private static final List<String> COMMANDS =
            List.of(
                    "train --resume killed",
                    SHORT + " --out over --epochs 1",
                    SHORT + " --out over --epochs 1 --overwrite",
                    SHORT + " --out over --epochs 1 --overwrite",
                    EXPORT + " --format torchscript --out a.pt --with-preprocessing",
                    EXPORT + " --format onnx --out a.onnx --with-preprocessing",
                    EXPORT + " --format safetensors --out a.safetensors",
                    EXPORT + " --format pytorch --out a.pth",
                    EXPORT + " --format npz --out a.npz",
                    EXPORT + " --format djl --out djl",
                    "graph killed --format text",
                    "graph killed --format dot",
                    "graph killed --format svg",
                    "graph killed --format mermaid",
                    "graph killed --format json",
                    "summary killed",
                    "evaluate --model killed",
                    "compare killed over",
                    "report killed over --out runs.html",
                    "report killed",
                    "data --set=data.path=../data --sheet sheet.png",
                    "lr-find --set=data.path=../data --set=engine.threads=1");

    /** What no two runs have in common, and the digests of files that say it. */
    private static final Pattern OF_THE_MOMENT =
            Pattern.compile(
                    "\"(s|epochS|exportS)econds\" ?: ?[0-9.eE-]+"
                            + "|\"(imagesPerSecond|residentBytes)\" ?: ?[0-9.eE-]+"
                            + "|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z"
                            + "|[0-9]+(\\.[0-9])? s(  [0-9]+ images/s)?\\b"
                            + "|(?m),[0-9.]+,[0-9.]+$" // the last columns of results.csv
                            + "|[0-9a-f]{64}");

    @TempDir private Path folder;

    @BeforeEach
    void writeData() throws IOException {
        IdxFixture.writeBars(folder.resolve("data"));
        Files.write(folder.resolve("commands"), COMMANDS);
    }

    /** Persian and Burmese have digits of their own, and Turkish another small letter for I. */
    @Test
    void aRunItsResumeAndWhatIsMadeOfItAreTheSameBytesInEveryLanguage() {
        List<Map<String, String>> files =
                Stream.of("en-US", "fa-IR", "my-MM", "tr-TR")
                        .parallel()
                        .map(this::filesOf)
                        .toList();

        Map<String, String> english = files.get(0);
        assertThat(english)
                .containsKeys("killed/weights.safetensors", "killed/checkpoints/step-000012")
                .containsKeys("over/report.html", "over/curves.png", "a.onnx", "sheet.png")
                .doesNotContainKey("over.replaced");
        for (int i = 0; i < COMMANDS.size(); i++) {
            assertThat(english.get(i + ".out")).as(COMMANDS.get(i)).endsWith("exit code 0\n");
        }
        for (Map<String, String> others : files.subList(1, files.size())) {
            assertThat(others.keySet()).isEqualTo(english.keySet());
            english.forEach((name, content) -> assertSame(name, content, others.get(name)));
        }
    }

    /** Shows where they part, and not megabytes. */
    private static void assertSame(String name, String expected, String content) {
        int at = Math.max(0, Arrays.mismatch(expected.toCharArray(), content.toCharArray()));
        assertThat(excerpt(content, at)).as(name).isEqualTo(excerpt(expected, at));
        assertThat(content.length()).as(name).isEqualTo(expected.length());
    }

    private static String excerpt(String content, int at) {
        return content.substring(Math.max(0, at - 40), Math.min(at + 40, content.length()));
    }

    /** All that is written where this is the language, without what is of the moment. */
    private Map<String, String> filesOf(String locale) {
        try {
            Path here = Files.createDirectory(folder.resolve(locale));
            killAfterTwoSteps(here, locale);
            Process process = java(here, locale, "dev.trainkit.cli.SeveralCommands", "../commands");
            assertThat(process.waitFor()).isZero();
            return contents(here);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void killAfterTwoSteps(Path here, String locale)
            throws IOException, InterruptedException {
        String command = "dev.trainkit.cli.Main " + SHORT + " --out killed --epochs 6";
        Process process = java(here, locale, command.split(" ", -1));
        while (!Files.exists(here.resolve("killed/checkpoints/step-000002"))) {
            assertThat(process.waitFor(1, TimeUnit.MILLISECONDS)).as("ended early").isFalse();
        }
        process.destroyForcibly().waitFor(); // SIGKILL
    }

    private static Map<String, String> contents(Path here) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> entries = Files.walk(here)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                String name = here.relativize(entry).toString();
                if (name.contains(EVENTS)) { // named after the second, and full of times
                    String number = name.substring(name.indexOf(EVENTS) + EVENTS.length());
                    assertThat(number).matches("[0-9]{10}\\.trainkit\\.[0-9]");
                } else if (!name.equals("log")) {
                    contents.put(name, Files.isDirectory(entry) ? "a folder" : content(entry));
                }
            }
        }
        return contents;
    }

    private static String content(Path file) throws IOException {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        return OF_THE_MOMENT.matcher(content).replaceAll("...");
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Process java(Path here, String locale, String... arguments) throws IOException {
        String[] names = locale.split("-", 2);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Duser.language=" + names[0],
                                "-Duser.country=" + names[1],
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Dtrainkit.home=" + Ran.HOME,
                                "-Dtrainkit.command=trainkit",
                                "-cp",
                                classPath()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(here.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(here.resolve("log").toFile()))
                .start();
    }
}
