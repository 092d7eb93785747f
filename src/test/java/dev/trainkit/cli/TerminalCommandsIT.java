package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.data.PngFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Names of classes and of files that a terminal would obey, and that would forge a line. */
@DisabledOnOs(OS.WINDOWS) // which has no such names
class TerminalCommandsIT {

    private static final String CLASS = "\u001b]0;owned\u0007cat\u001b[2J\nForged line";
    private static final String SHOWN = "?]0;owned?cat?[2J?Forged line";

    @TempDir private static Path folder;
    private static Path pictures;
    private static Path model;
    private static Ran trained;

    @BeforeAll
    static void train() throws IOException {
        pictures = PngFolder.writeMnist(folder.resolve("pictures"), 200, 100);
        for (String part : new String[] {"train", "test"}) {
            Files.move(pictures.resolve(part + "/3"), pictures.resolve(part + "/" + CLASS));
        }
        Path known = pictures.resolve("train/0").toFile().listFiles()[0].toPath();
        Files.copy(known, pictures.resolve("test/0/again\u001b[31m\nForged line.png"));
        Files.writeString(pictures.resolve("train/0/broken\u001b[31m\nForged line.png"), "none");
        model = folder.resolve("model");
        trained = run("train", "--epochs=1", "--out=" + model);
    }

    private static Ran run(String command, String... more) {
        String[] data = {
            command,
            "--set=data.name=image-folder",
            "--set=data.path='" + pictures + "'",
            "--set=data.image.size=8x8",
            "--set=data.image.channels=1",
            "--set=data.on-error=skip",
            "--set=model.name=mlp"
        };
        return Ran.here(Stream.of(data, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private static void assertObeysNobody(Ran ran) {
        for (String text : new String[] {ran.out(), ran.err()}) {
            assertThat(text.codePoints().filter(c -> Character.isISOControl(c) && c != '\n'))
                    .as(text)
                    .isEmpty();
            assertThat(text.lines()).noneMatch(line -> line.startsWith("Forged line"));
        }
    }

    @Test
    void trainQuotesThem() {
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertObeysNobody(trained);
        assertThat(trained.err())
                .contains("again?[31m?Forged line.png is also ")
                .contains("broken?[31m?Forged line.png: this is not a picture");
    }

    @Test
    void anErrorQuotesThem() {
        Ran ran = run("train", "--set=data.on-error=fail", "--out=" + folder.resolve("none"));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertObeysNobody(ran);
        assertThat(ran.err()).contains("broken?[31m?Forged line.png: this is not a picture");
    }

    @Test
    void dataQuotesThem() {
        Ran ran = run("data");

        assertObeysNobody(ran);
        assertThat(ran.out())
                .contains("\n" + SHOWN + " ")
                .contains("again?[31m?Forged line.png (test, 0)");
    }

    @Test
    void evaluateAndCompareQuoteThem() {
        Ran ran = Ran.here("evaluate", "--model=" + model);

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertObeysNobody(ran);
        assertThat(ran.out()).contains("\n" + SHOWN + " ");
        assertObeysNobody(Ran.here("evaluate", "--model=" + model, "--json"));
        assertObeysNobody(Ran.here("compare", model.toString(), model.toString()));
    }

    @Test
    void predictQuotesThem() {
        String[] all = {
            "predict",
            "--model=" + model,
            "--top=10",
            pictures.resolve("test/0").toString(),
            pictures.resolve("train/0").toString()
        };
        Ran ran = Ran.here(all);

        assertThat(ran.exitCode()).isEqualTo(1); // for the broken one
        assertObeysNobody(ran);
        assertThat(ran.out()).contains("again?[31m?Forged line.png: ").contains(SHOWN + " (");
        assertThat(ran.err()).contains("broken?[31m?Forged line.png: this is not a picture");
    }
}
