package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of the classes 1, 10 and 2, in the order of a folder, and data that have others. */
class EvaluateOtherClassesIT {

    private static final List<String> CLASSES = List.of("1", "10", "2");
    private static final int EACH = 30;

    @TempDir private static Path folder;
    private static Path model;
    private static Path pictures;
    private static JsonNode figures;

    @TempDir private Path other;

    @BeforeAll
    static void train() throws IOException {
        Path trained = write(folder.resolve("trained"), 1);
        pictures = write(folder.resolve("pictures"), 2);
        model = folder.resolve("model");
        Ran ran =
                Ran.here(
                        "train",
                        "--epochs=2",
                        "--set=data.name=image-folder",
                        "--set=data.path='" + trained + "'",
                        "--set=data.image.size=8x8",
                        "--set=data.image.channels=1",
                        "--set=model.name=mlp",
                        "--out=" + model);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        figures = evaluate("--data-path=" + pictures);
    }

    /** Noise, darker or lighter by its class, so that some answers are right and some are not. */
    private static Path write(Path into, long seed) throws IOException {
        Random random = new Random(seed);
        for (int c = 0; c < CLASSES.size(); c++) {
            Path of = Files.createDirectories(into.resolve(CLASSES.get(c)));
            for (int i = 0; i < EACH; i++) {
                ImageIO.write(noise(random, 40 * c), "png", of.resolve(i + ".png").toFile());
            }
        }
        return into;
    }

    private static BufferedImage noise(Random random, int least) {
        int level = least + random.nextInt(120);
        BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64; i++) {
            picture.getRaster().setSample(i % 8, i / 8, 0, level + random.nextInt(50));
        }
        return picture;
    }

    private static JsonNode evaluate(String... arguments) throws IOException {
        Ran ran = ran(arguments);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return new ObjectMapper().readTree(ran.out());
    }

    private static Ran ran(String... arguments) {
        List<String> all = new ArrayList<>(List.of("evaluate", "--model=" + model, "--json"));
        all.addAll(List.of(arguments));
        return Ran.here(all.toArray(String[]::new));
    }

    private static int[] row(JsonNode found, int label) {
        return StreamSupport.stream(
                        found.get("confusion").get("counts").get(label).spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    private void copy(String name, String as) throws IOException {
        Path to = Files.createDirectories(other.resolve(as));
        for (int i = 0; i < EACH; i++) {
            Files.copy(pictures.resolve(name).resolve(i + ".png"), to.resolve(i + ".png"));
        }
    }

    /** A table of numbers has them in the order of numbers: 1, 2, 10. */
    @Test
    void findsTheSameFiguresOfTheSamePicturesInAnotherOrderOfClasses() throws IOException {
        List<String> lines = new ArrayList<>(List.of("label,path"));
        for (String name : CLASSES) {
            IntStream.range(0, EACH)
                    .forEach(
                            i -> lines.add(name + "," + pictures.resolve(name + "/" + i + ".png")));
        }
        Path table = Files.write(other.resolve("table.csv"), lines);

        JsonNode found = evaluate("--data=csv", "--data-path=" + table);

        assertThat(figures.get("accuracy").asDouble()).isStrictlyBetween(0.35, 0.99);
        assertThat(found.get("confusion")).isEqualTo(figures.get("confusion"));
        assertThat(found.get("accuracy")).isEqualTo(figures.get("accuracy"));
        assertThat(found.get("loss").asDouble())
                .isCloseTo(figures.get("loss").asDouble(), within(1e-6));
    }

    @Test
    void measuresSomeOfTheClasses() throws IOException {
        copy("10", "10");
        copy("2", "2");

        JsonNode found = evaluate("--data-path=" + other);

        assertThat(found.get("pictures").asInt()).isEqualTo(2 * EACH);
        assertThat(row(found, 0)).containsExactly(0, 0, 0);
        assertThat(row(found, 1)).isEqualTo(row(figures, 1));
        assertThat(row(found, 2)).isEqualTo(row(figures, 2));
    }

    @Test
    void measuresASingleClass() throws IOException {
        copy("2", "2");

        JsonNode found = evaluate("--data-path=" + other);

        assertThat(row(found, 2)).isEqualTo(row(figures, 2));
        assertThat(found.get("accuracy").asDouble())
                .isCloseTo(row(figures, 2)[2] / (double) EACH, within(1e-12));
    }

    @Test
    void comparesOnSomeOfTheClasses() throws IOException {
        copy("10", "10");

        Ran ran =
                Ran.here(
                        "compare",
                        model.toString(),
                        model.toString(),
                        "--data-path=" + other,
                        "--json");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(new ObjectMapper().readTree(ran.out()).get("first").get("accuracy").asDouble())
                .isCloseTo(row(figures, 1)[1] / (double) EACH, within(1e-12));
    }

    @Test
    void listsTheClassesThatTheModelDoesNotKnow() throws IOException {
        copy("1", "1");
        copy("10", "ten");
        copy("2", "two");

        assertThat(ran("--data-path=" + other))
                .isEqualTo(
                        new Ran(
                                1,
                                "",
                                "image-folder has pictures of the classes ten, two, but the model in %s knows the classes 1, 10, 2 alone. Leave the others out, or name the classes as the model does.\n"
                                        .formatted(model)));
    }
}
