package dev.trainkit.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunConfigYamlTest {

    private static final int RUNS = 500;

    private static final List<String> ODD_TEXTS =
            List.of(
                    "null",
                    "Null",
                    "~",
                    "no",
                    "NO",
                    "on",
                    "y",
                    "true",
                    "False",
                    "2",
                    "010",
                    "0x1F",
                    "1e5",
                    "1.0",
                    ".5",
                    ".inf",
                    ".nan",
                    "-",
                    "- a",
                    "? a",
                    ": a",
                    "a: b",
                    "a:",
                    "a :b",
                    "a #b",
                    "#a",
                    "&a",
                    "*a",
                    "!a",
                    "|",
                    ">",
                    "%a",
                    "@a",
                    "`a",
                    "'a'",
                    "\"a\"",
                    "it's",
                    "[a]",
                    "{a}",
                    "a, b",
                    " a",
                    "a ",
                    "a\nb",
                    "a\r\n",
                    "a\tb",
                    "a\\b",
                    "C:\\data",
                    "\u007Fa",
                    "\u0085a",
                    "\u2028a",
                    "\uFEFFa",
                    "\u00A0a",
                    "größe",
                    "数字",
                    "😀",
                    "a😀",
                    "𝒜",
                    "<<",
                    "=",
                    "---",
                    "...",
                    "2024-01-01",
                    "1:30",
                    "/data/mnist",
                    "gpu:1",
                    "a\u0001b",
                    "\uD800a");

    @TempDir private Path folder;

    @Test
    void writesEveryKey() {
        assertThat(RunConfig.of("optimizer.weight-decay=0.0001", "engine.threads=2").toYaml())
                .isEqualTo(
                        """
                        model:
                          name: lenet
                          weights: null
                          weights-key: null
                          freeze: []
                          freeze-epochs: null
                        data:
                          name: mnist
                          path: null
                          validation: 0.1
                          test: null
                          shuffle: true
                          limit: null
                          folds: null
                          fold: null
                          split-file: null
                          sampling: uniform
                          on-error: fail
                          memory: null
                          image:
                            size: null
                            channels: null
                            fit: null
                            background: null
                            padding: null
                            mean: null
                            std: null
                          augment:
                            crop: 0
                            flip: none
                            shift: 0.0
                            rotate: 0.0
                            scale: 0.0
                            shear: 0.0
                            elastic: 0.0
                            elastic-sigma: 4.0
                            fill: black
                            brightness: 0.0
                            contrast: 0.0
                            saturation: 0.0
                            noise: 0.0
                            erase: 0.0
                            mixup: 0.0
                            cutmix: 0.0
                        train:
                          epochs: 10
                          batch-size: 64
                          drop-last: false
                          loss: cross-entropy
                          seed: 42
                          log-steps: false
                          accumulate: 1
                          clip-value: null
                          clip-norm: null
                          ema: null
                          on-nan: stop
                          watch: []
                          memory-guard: false
                        loss:
                          reduction: mean
                          label-smoothing: 0.0
                        optimizer:
                          name: sgd
                          learning-rate: 0.05
                          momentum: 0.9
                          dampening: 0.0
                          nesterov: false
                          weight-decay: 1.0E-4
                          decay-biases: true
                          rate-factors: []
                        schedule:
                          name: constant
                          warmup-epochs: 0.0
                        checkpoint:
                          every-steps: null
                          every-epochs: 1
                          keep-last: 2
                          keep-best: true
                          monitor: validation-accuracy
                          mode: auto
                        early-stopping:
                          patience: null
                          min-delta: 0.0
                          restore-best: true
                        budget:
                          max-steps: null
                          max-time: null
                          target: null
                        report:
                          html: true
                          tensorboard: false
                          mlflow: null
                          mlflow-experiment: trainkit
                        engine:
                          name: PyTorch
                          device: auto
                          threads: "2"
                          deterministic: true
                        """);
    }

    static Stream<String> oddTexts() {
        return ODD_TEXTS.stream();
    }

    @ParameterizedTest
    @MethodSource("oddTexts")
    void aTextLoadsBackWhateverItLooksLike(String text) throws IOException {
        DataConfig data = new DataConfig(text, null, 0.1, true, null);

        assertThat(loadedBack(with(data, new OptimizerConfig())).data().name()).isEqualTo(text);
    }

    @Test
    @Slow
    void randomConfigurationsLoadBackEqual() throws IOException {
        Random random = new Random(7);
        for (int run = 0; run < RUNS; run++) {
            RunConfig config = with(randomData(random), randomOptimizer(random));
            assertThat(loadedBack(config)).isEqualTo(config);
        }
    }

    @ParameterizedTest
    @MethodSource("oddTexts")
    void anOriginNeverBreaksTheLine(String text) throws IOException {
        Map<String, String> origins = new HashMap<>(RunConfig.resolve(null, List.of()).origins());
        origins.put("train.epochs", text);
        ResolvedConfig resolved = new ResolvedConfig(RunConfig.of(), origins);
        Path file = Files.writeString(folder.resolve("run.yaml"), resolved.toYaml());

        assertThat(RunConfig.load(file, List.of())).isEqualTo(resolved.config());
    }

    private RunConfig loadedBack(RunConfig config) throws IOException {
        Path file = Files.writeString(folder.resolve("run.yaml"), config.toYaml());
        return RunConfig.load(file, List.of());
    }

    private static RunConfig with(DataConfig data, OptimizerConfig optimizer) {
        return new RunConfig(
                new ModelConfig(),
                data,
                new TrainConfig(),
                new LossConfig(),
                optimizer,
                new ScheduleConfig(),
                new CheckpointConfig(),
                new EarlyStoppingConfig(),
                new BudgetConfig(),
                new ReportConfig(),
                new EngineConfig());
    }

    private static DataConfig randomData(Random random) {
        return new DataConfig(
                "a" + randomText(random),
                random.nextBoolean() ? null : Path.of(randomText(random)),
                random.nextDouble(),
                random.nextBoolean(),
                random.nextBoolean() ? null : 1 + random.nextInt(Integer.MAX_VALUE));
    }

    private static OptimizerConfig randomOptimizer(Random random) {
        return new OptimizerConfig(
                "sgd",
                Math.exp(random.nextDouble(-700, 700)),
                Math.exp(random.nextDouble(-740, -1e-9)),
                random.nextDouble(),
                false,
                random.nextInt(1000),
                random.nextBoolean(),
                List.of("*.bias=" + random.nextInt(9)),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** No surrogates and no zero, which a path cannot hold. */
    private static String randomText(Random random) {
        int[] letters = IntStream.range(0, random.nextInt(12)).map(i -> letter(random)).toArray();
        return new String(letters, 0, letters.length);
    }

    private static int letter(Random random) {
        return random.nextInt(4) == 0 ? 1 + random.nextInt(0xD7FF) : 1 + random.nextInt(0x7F);
    }
}
