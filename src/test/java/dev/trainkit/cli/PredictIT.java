package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.config.DataConfig;
import dev.trainkit.data.Datasets;
import dev.trainkit.data.ImageData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictIT {

    private static final Path LAUNCHER = Ran.HOME.resolve("scripts/trainkit");

    @TempDir private static Path shared;
    private static Path model;

    @TempDir private Path folder;

    /** The first digits of the test set are 7, 2, 1 and 0, all of them well written. */
    @BeforeAll
    static void trainAndWriteDigits() throws IOException {
        model = shared.resolve("model");
        Ran ran =
                Ran.here(
                        "train",
                        "--epochs=2",
                        "--set=data.limit=10000",
                        "--set=engine.threads=1",
                        "--out=" + model);
        assertThat(ran.exitCode()).isZero();
        ImageData test = Datasets.open(new DataConfig(), 42).test();
        for (int i = 0; i < 4; i++) {
            BufferedImage digit = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
            digit.getRaster().setDataElements(0, 0, 28, 28, test.image(i));
            ImageIO.write(digit, "png", shared.resolve("digit-" + i + ".png").toFile());
        }
    }

    @Test
    void saysWhatIsOnAPicture() {
        Ran ran = predict(digit(0).toString());

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).matches(digit(0) + ": 7 \\(\\d{2,3}\\.\\d{2} %\\)\n");
    }

    @Test
    void printsAJsonObjectForEachPictureOfAFolder() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        for (int i = 3; i >= 0; i--) {
            Files.copy(digit(i), pictures.resolve("digit-" + i + ".PNG"));
        }
        Files.writeString(pictures.resolve("notes.txt"), "no picture");
        Files.writeString(pictures.resolve(".hidden.png"), "no picture");

        Ran ran = predict("--json", "--top=3", pictures.toString());

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err())
                .isEqualTo(
                        """
                        DIR: 1 file that systems and archivers leave is passed over: DIR/.hidden.png
                        DIR: 1 file with the name of a note is passed over: DIR/notes.txt
                        """
                                .replace("DIR", pictures.toString()));
        List<String> lines = ran.out().lines().toList();
        assertThat(lines).hasSize(4);
        for (int i = 0; i < 4; i++) {
            JsonNode answer = new ObjectMapper().readTree(lines.get(i));
            assertThat(answer.fieldNames())
                    .toIterable()
                    .containsExactly("image", "label", "probability", "top");
            assertThat(answer.get("image").asText())
                    .isEqualTo(pictures.resolve("digit-" + i + ".PNG").toString());
            assertThat(answer.get("label").asText()).isEqualTo(List.of("7", "2", "1", "0").get(i));
            assertThat(answer.get("top")).hasSize(3);
            assertThat(answer.get("top").get(0).fieldNames())
                    .toIterable()
                    .containsExactly("label", "probability");
            assertThat(answer.get("top").get(0).get("label")).isEqualTo(answer.get("label"));
            assertThat(answer.get("top").get(0).get("probability"))
                    .isEqualTo(answer.get("probability"));
            assertThat(answer.get("top").get(1).get("probability").asDouble())
                    .isBetween(answer.get("top").get(2).get("probability").asDouble(), 0.5);
        }
    }

    @Test
    void readsAPictureFromStandardInput() throws Exception {
        Process process =
                Ran.process(folder, LAUNCHER, Map.of(), "predict", "--model=" + model, "-")
                        .redirectInput(digit(1).toFile())
                        .start();

        assertThat(process.inputReader().readLine()).startsWith("-: 2 (");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void reportsABadPictureAndGoesOnWithTheRest() throws IOException {
        Path blank = folder.resolve("blank.png");
        ImageIO.write(
                new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY), "png", blank.toFile());
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");

        Ran ran =
                predict(
                        digit(0).toString(),
                        text.toString(),
                        folder.resolve("none.png").toString(),
                        blank.toString(),
                        digit(3).toString());

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out().lines().map(line -> line.replaceAll(" \\(.*", "")))
                .containsExactly(digit(0) + ": 7", digit(3) + ": 0");
        assertThat(ran.err().lines())
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .startsWith(text + ": this is not a picture in a format"),
                        line ->
                                assertThat(line)
                                        .isEqualTo(
                                                folder.resolve("none.png")
                                                        + ": there is no such file. Check the"
                                                        + " path."),
                        line -> assertThat(line).startsWith(blank + ": the picture is blank: "));
    }

    @Test
    void takesTheBackgroundThatIsNamed() {
        assertThat(predict("--background=dark", digit(0).toString()).out()).contains(": 7 (");
        assertThat(predict("--background=grey", digit(0).toString()).err())
                .startsWith(
                        "Invalid value for option '--background': expected one of [AUTO, LIGHT,"
                                + " DARK] (case-insensitive) but was 'grey'");
    }

    @Test
    void saysThatAFolderHasNoPictures() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        Ran ran = predict(pictures.toString());

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .isEqualTo(
                        pictures
                                + ": there are no pictures in this folder. Name a picture, or a"
                                + " folder with pictures such as .png or .jpg.\n");
    }

    @Test
    void refusesToShowFewerThanOneClass() {
        assertThat(predict("--top=0", digit(0).toString()))
                .isEqualTo(
                        new Ran(
                                2,
                                "",
                                """
                                --top must be at least 1, but was 0
                                Run 'trainkit predict --help' for its usage.
                                """));
    }

    @Test
    void saysThatThereIsNoModel() {
        Ran ran = Ran.launched(folder, "predict", "--model=none", digit(0).toString());

        assertThat(ran)
                .isEqualTo(
                        new Ran(
                                1,
                                "",
                                "There is no model in none: it has no model.json. Train one with"
                                        + " `trainkit train --out none`.\n"));
    }

    private Ran predict(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "predict";
        all[1] = "--model=" + model;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Ran.launched(folder, all);
    }

    private static Path digit(int i) {
        return shared.resolve("digit-" + i + ".png");
    }
}
