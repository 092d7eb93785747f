package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code train} as a person starts it. One thread computes the same however busy the machine is.
 */
class TrainIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path LAUNCHER = Ran.HOME.resolve("scripts/trainkit");

    private static final String LOG_STEPS = "--set=train.log-steps=true";

    @TempDir private Path folder;

    @Test
    void learnsTheRealMnistInOneEpoch() throws IOException {
        Ran ran = train("--out", "model", "--json");

        assertThat(ran.exitCode()).isZero();
        JsonNode results = JSON.readTree(ran.out());
        assertThat(results.fieldNames())
                .toIterable()
                .containsExactly("model", "epochs", "seconds", "validation", "test");
        assertThat(results.get("model").asText()).isEqualTo("model");
        assertThat(results.get("epochs").asInt()).isEqualTo(1);
        assertThat(results.get("seconds").asDouble()).isPositive();
        for (String part : List.of("validation", "test")) {
            assertThat(results.get(part).fieldNames())
                    .toIterable()
                    .containsExactly("loss", "accuracy");
            assertThat(results.get(part).get("accuracy").asDouble()).isBetween(0.96, 1.0);
            assertThat(results.get(part).get("loss").asDouble()).isBetween(0.0, 0.2);
        }
        assertThat(ran.err().lines())
                .hasSize(3)
                .startsWith(
                        "Training lenet on mnist: 54,000 pictures, 844 steps an epoch, PyTorch 2.7.1"
                                + " on cpu, 1 thread",
                        "The warm-up takes 211 steps in the place of 844, a quarter of the run:"
                                + " schedule.warmup-epochs=1 is more than 1 epoch leaves to it.");
        assertThat(ran.err()).contains("\nepoch 1/1  loss ").endsWith(" images/s\n");
    }

    @Test
    void writesAModelThatIsWholeWithItsHistory() throws IOException {
        Ran ran = train("--out=model", "--set=data.limit=640", "--epochs=2", LOG_STEPS);

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out().lines()).first().asString().startsWith("Model       model");
        assertThat(ran.out())
                .contains("\nTrained     2 epochs in ")
                .contains("\nTest        accuracy ")
                .endsWith(
                        """
                        Report      model/report.html
                        Try it      %1$s predict --model model %2$s
                                    %1$s evaluate --model model
                                    %1$s serve --model model
                        """
                                .formatted(
                                        LAUNCHER,
                                        Ran.HOME.resolve("src/main/dist/samples/digit-7.png")));
        assertThat(names(folder.resolve("model")))
                .containsExactly(
                        "checkpoints",
                        "config.yaml",
                        "confusion.png",
                        "curves.png",
                        "history.jsonl",
                        "model.json",
                        "report.html",
                        "results.csv",
                        "weights.safetensors");
        List<JsonNode> history = history("model");
        assertThat(history).hasSize(2 * 9 + 2); // 576 pictures, 64 a step
        assertThat(history.get(0).fieldNames())
                .toIterable()
                .containsExactly("step", "loss", "learningRate");
        assertThat(history.get(9).fieldNames())
                .toIterable()
                .containsExactly(
                        "epoch",
                        "step",
                        "trainLoss",
                        "trainAccuracy",
                        "validationLoss",
                        "validationAccuracy",
                        "learningRate",
                        "seconds",
                        "imagesPerSecond",
                        "residentBytes",
                        "liveArrays");
        assertThat(history.get(19).get("step").asInt()).isEqualTo(18);
        assertThat(history.get(9).get("trainLoss").asDouble())
                .isBetween(lowestLoss(history.subList(0, 9)), 2.4);
    }

    @Test
    void makesTheSameBytesFromTheSameSeedOnly() throws IOException {
        train("--out=a", "--set=data.limit=1000", "--seed=7");
        train("--out=b", "--set=data.limit=1000", "--seed=7");
        train("--out=c", "--set=data.limit=1000", "--seed=8");

        assertThat(weights("a")).isEqualTo(weights("b")).isNotEqualTo(weights("c"));
        Ran again = Ran.launched(folder, "train", "a/config.yaml", "--out=d");
        assertThat(again.exitCode()).isZero();
        assertThat(weights("d")).isEqualTo(weights("a"));
    }

    @Test
    void replacesAModelOnlyWhenToldTo() throws IOException {
        String data = "--set=data.path=" + IdxFixture.write(folder.resolve("tiny"));
        assertThat(train("--out=model", data, "--seed=1").exitCode()).isZero();
        byte[] first = weights("model");

        Ran refused = train("--out=model", data, "--seed=2");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err().lines())
                .containsExactly(
                        "model exists already, and a run does not overwrite it. Choose another"
                                + " directory with --out, or give --overwrite.");
        assertThat(weights("model")).isEqualTo(first);

        assertThat(train("--out=model", data, "--seed=2", "--overwrite").exitCode()).isZero();
        assertThat(weights("model")).isNotEqualTo(first);
        assertThat(names(folder)).doesNotContain("model.replaced");
    }

    @Test
    void choosesAFreeNameBesideTheModelsThatAreThere() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.createDirectories(home.resolve("models/lenet-mnist"));
        Files.createDirectories(home.resolve("models/lenet-mnist-2"));
        Files.createDirectory(home.resolve("config"));
        Files.copy(
                Ran.HOME.resolve("config/lenet-mnist.yaml"),
                home.resolve("config/lenet-mnist.yaml"));
        Path data = IdxFixture.write(folder.resolve("tiny"));

        Ran ran =
                Ran.launched(
                        home,
                        LAUNCHER,
                        Map.of("TRAINKIT_JAVA_OPTS", "-Dtrainkit.home=" + home),
                        "train",
                        "--epochs=1",
                        "--json",
                        "--set=data.path=" + data);

        assertThat(ran.exitCode()).isZero();
        assertThat(JSON.readTree(ran.out()).get("model").asText())
                .isEqualTo("models/lenet-mnist-3");
        assertThat(names(home.resolve("models")))
                .containsExactly("lenet-mnist", "lenet-mnist-2", "lenet-mnist-3");
        assertThat(home.resolve("models/lenet-mnist")).isEmptyDirectory();
    }

    @Test
    void writesIntoTheFolderOfThePersonAndNotIntoTheInstallation() throws IOException {
        Path data = IdxFixture.write(folder.resolve("tiny"));
        Path here = Files.createDirectory(folder.resolve("a project"));

        Ran ran = Ran.launched(here, "train", "--epochs=1", "--json", "--set=data.path=" + data);

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(JSON.readTree(ran.out()).get("model").asText()).isEqualTo("models/lenet-mnist");
        assertThat(names(here.resolve("models"))).containsExactly("lenet-mnist");
    }

    @Test
    void stopsWithASentenceWhenTheLossRunsAway() throws IOException {
        Ran ran = train("--out=model", "--learning-rate=1e30", "--set=schedule.warmup-epochs=0");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines().toList())
                .hasSize(2)
                .last()
                .asString()
                .matches(
                        "The loss became (NaN|Infinity) in step \\d+: the weights have run away."
                                + " Lower optimizer.learning-rate \\(it is 1.0E30\\), or raise"
                                + " schedule.warmup-epochs \\(it is 0.0\\)\\.");
        assertThat(names(folder)).doesNotContain("model");
    }

    @Test
    void namesEveryMistakeInFileAndOptionsAtOnce() throws IOException {
        Files.writeString(
                folder.resolve("run.yaml"), "train:\n  epochs: 0\n  bach-size: 64\nmodell: 3\n");

        Ran ran = Ran.launched(folder, "train", "run.yaml", "--seed=x", "--out=model");

        assertThat(ran).isEqualTo(new Ran(2, "", ran.err()));
        assertThat(ran.err())
                .isEqualTo(
                        """
                        The configuration has 4 mistakes:
                          run.yaml:2: train.epochs must be at least 1, but was 0
                          run.yaml:3: Unknown key 'train.bach-size'. Did you mean train.batch-size?
                          run.yaml:4: Unknown key 'modell'. Did you mean model?
                          --seed x: train.seed must be a whole number, but was the text 'x'
                        """);
        assertThat(names(folder)).doesNotContain("model");
    }

    /** One epoch on one thread, unless the arguments say otherwise. */
    private Ran train(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("train", "--device=cpu", "--set=engine.threads=1"));
        all.addAll(List.of(arguments));
        if (!String.join(" ", arguments).contains("--epochs")) {
            all.add("--epochs=1");
        }
        return Ran.launched(folder, all.toArray(String[]::new));
    }

    private byte[] weights(String model) throws IOException {
        return Files.readAllBytes(folder.resolve(model).resolve("weights.safetensors"));
    }

    private List<JsonNode> history(String model) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(model).resolve("history.jsonl"))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static double lowestLoss(List<JsonNode> steps) {
        return steps.stream().mapToDouble(step -> step.get("loss").asDouble()).min().orElseThrow();
    }

    private static List<String> names(Path folder) {
        String[] names = folder.toFile().list();
        return List.of(names).stream().sorted().toList();
    }
}
