package dev.trainkit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunConfigTest {

    @TempDir private Path folder;

    @Test
    void theFileWinsOverTheDefaultsAndAnOverrideOverTheFile() {
        Path file =
                write(
                        """
                        train:
                          epochs: 3
                          batch-size: 32
                        optimizer: {learning-rate: 1e-2}
                        """);

        RunConfig config = RunConfig.load(file, List.of("train.epochs=5"));

        assertThat(config.train())
                .isEqualTo(RunConfig.of("train.epochs=5", "train.batch-size=32").train());
        assertThat(config.train().epochs()).isEqualTo(5);
        assertThat(config.train().batchSize()).isEqualTo(32);
        assertThat(config.optimizer().learningRate()).isEqualTo(0.01);
        assertThat(config.data()).isEqualTo(new DataConfig());
    }

    @Test
    void withoutFileAndOverridesItIsTheDefaults() {
        assertThat(RunConfig.of())
                .isEqualTo(
                        new RunConfig(
                                new ModelConfig(),
                                new DataConfig(),
                                new TrainConfig(),
                                new LossConfig(),
                                new OptimizerConfig(),
                                new ScheduleConfig(),
                                new CheckpointConfig(),
                                new EarlyStoppingConfig(),
                                new BudgetConfig(),
                                new ReportConfig(),
                                new EngineConfig()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing yet\n", "---\n", "train:\n", "train: {}\n", "\uFEFF"})
    void aFileThatSaysNothingIsTheDefaults(String yaml) {
        assertThat(RunConfig.load(write(yaml), List.of())).isEqualTo(RunConfig.of());
    }

    @Test
    void knowsWhereEachValueComesFrom() {
        Path file = write("train:\n  epochs: 3\n  batch-size: 32\n");

        ResolvedConfig resolved = RunConfig.resolve(file, List.of("train.epochs=5"));

        assertThat(resolved.origins())
                .containsEntry("train.epochs", "--set train.epochs=5")
                .containsEntry("train.batch-size", file + ":3")
                .containsEntry("train.seed", "default")
                .hasSize(Section.allKeys().size());
        assertThat(resolved.toYaml())
                .contains("  epochs: 5  # --set train.epochs=5\n")
                .contains("  batch-size: 32  # " + file + ":3\n");
        assertThat(RunConfig.load(write(resolved.toYaml()), List.of()))
                .isEqualTo(resolved.config());
    }

    @Test
    void reportsEveryMistakeOfFileAndOverridesAtOnce() {
        Path file =
                write(
                        """
                        optimiser: {momentum: 0.5}
                        train:
                          epoch: 3
                          batch-size: many
                          epochs: 0
                          epochs: 4
                        data:
                          validation: 1.5
                        """);

        InvalidConfigException invalid =
                catchThrowableOfType(
                        InvalidConfigException.class,
                        () -> RunConfig.load(file, List.of("optimizer.momentum=2", "train.seed")));

        assertThat(invalid)
                .hasMessage(
                        """
                        The configuration has 8 mistakes:
                          FILE:1: Unknown key 'optimiser'. Did you mean optimizer?
                          FILE:3: Unknown key 'train.epoch'. Did you mean train.epochs?
                          FILE:4: train.batch-size must be a whole number, but was the text 'many'
                          FILE:5: train.epochs must be at least 1, but was 0
                          FILE:6: train.epochs is given twice, first in line 5; keep one of them
                          FILE:8: data.validation must be at least 0 and below 1, but was 1.5
                          --set optimizer.momentum=2: optimizer.momentum must be at least 0 and below 1, but was 2.0
                          --set train.seed: Write key=value, 'train.epochs=3' for one."""
                                .replace("FILE", file.toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    train: {batchSize: 3}      | Unknown key 'train.batchSize'. Did you mean train.batch-size?
                    train: {momentum: 0}       | Unknown key 'train.momentum'. Did you mean optimizer.momentum?
                    train: {device: cpu}       | Unknown key 'train.device'. Did you mean engine.device?
                    train: {patience: 1}       | Unknown key 'train.patience'. Did you mean early-stopping.patience?
                    train: {wombat: 1}         | Unknown key 'train.wombat'. The keys of train are epochs, batch-size, drop-last, loss, seed, log-steps, accumulate, clip-value, clip-norm, ema, on-nan, watch and memory-guard.
                    epochs: 3                  | Unknown key 'epochs'. Did you mean train.epochs?
                    learning-rate: 3           | Unknown key 'learning-rate'. Did you mean optimizer.learning-rate?
                    wombat: {a: [1, {b: 2}]}   | Unknown key 'wombat'. The sections are model, data, train, loss, optimizer, schedule, checkpoint, early-stopping, budget, report and engine.
                    train.epochs: 3            | Unknown key 'train.epochs'. In a file, the section has a line of its own, its keys below it.
                    <<: *defaults              | Unknown key '<<'. The sections are model, data, train, loss, optimizer, schedule, checkpoint, early-stopping, budget, report and engine.
                    train: 3                   | train must be a section with keys, 'train: {epochs: ...}' for one
                    train: [epochs, 3]         | train must be a section with keys, 'train: {epochs: ...}' for one
                    train: *defaults           | train must be a section with keys, 'train: {epochs: ...}' for one
                    train: {epochs: *e}        | train.epochs must be written out: aliases are not followed
                    [train]                    | A configuration is made of sections, 'train:' for one, with keys.
                    lenet                      | A configuration is made of sections, 'train:' for one, with keys.
                    train: {epochs: "3"}       | train.epochs must be a whole number, but was the text '3'
                    train: {epochs: 1.5}       | train.epochs must be a whole number, but was 1.5
                    train: {epochs: 010}       | train.epochs must be a whole number, but was 010
                    train: {epochs: 0x1F}      | train.epochs must be a whole number, but was 0x1F
                    train: {epochs: null}      | train.epochs must be a whole number, but was null
                    train: {epochs: [1, 2]}    | train.epochs must be a whole number, but was a list
                    train: {epochs: {a: 1}}    | train.epochs must be a whole number, but was a section
                    train: {epochs: !!binary aGk=} | train.epochs must be a whole number, but was binary data
                    train: {epochs: 2147483648} | train.epochs must be a whole number from -2147483648 to 2147483647, but was 2147483648
                    train: {seed: 9223372036854775808} | train.seed must be a whole number from -9223372036854775808 to 9223372036854775807, but was 9223372036854775808
                    train: {log-steps: maybe}  | train.log-steps must be true or false, but was the text 'maybe'
                    train: {loss: [mse]}       | train.loss must be a text, but was a list
                    data: {path: {a: b}}       | data.path must be a path, but was a section
                    data: {path: "a\\0b"}      | data.path must be a path, but was the text 'a b'
                    optimizer: {momentum: .nan} | optimizer.momentum must be a number, but was .nan
                    optimizer: {momentum: high} | optimizer.momentum must be a number, but was the text 'high'
                    train: {epochs: 3          | This is not YAML: expected ',' or '}', but got <stream end>
                    train: @home               | This is not YAML: found character '@' that cannot start any token. (Do not use @ for indentation)
                    """)
    void saysWhatIsWrongInALine(String yaml, String sentence) {
        Path file = write("# a comment\n" + yaml);

        assertThatThrownBy(() -> RunConfig.load(file, List.of()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(file + ":2: " + sentence);
    }

    @Test
    void refusesASectionThatIsGivenTwice() {
        Path file = write("train: {epochs: 2}\ndata:\ntrain: {seed: 1}\n");

        assertThatThrownBy(() -> RunConfig.load(file, List.of()))
                .hasMessage(file + ":3: train is given twice, first in line 1; keep one of them");
    }

    @Test
    void refusesASecondDocument() {
        Path file = write("train: {epochs: 2}\n---\ntrain: {seed: 1}\n");

        assertThatThrownBy(() -> RunConfig.load(file, List.of()))
                .hasMessage(
                        file
                                + ":3: A configuration is one YAML document; a second one starts"
                                + " here.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    epochs=3            | Unknown key 'epochs'. Did you mean train.epochs?
                    optimiser.momentum=0 | Unknown key 'optimiser.momentum'. Did you mean optimizer.momentum?
                    train.epoch=3       | Unknown key 'train.epoch'. Did you mean train.epochs?
                    train=3             | train is a section; set one of its keys, train.epochs for one
                    train.epochs        | Write key=value, 'train.epochs=3' for one.
                    train.epochs=       | train.epochs must be a whole number, but was null
                    train.epochs=three  | train.epochs must be a whole number, but was the text 'three'
                    train.epochs=[1, 2] | train.epochs must be a whole number, but was a list
                    data.path=a: b      | data.path takes one value; a text with YAML's own signs needs quotes
                    data.path=*a        | data.path takes one value; a text with YAML's own signs needs quotes
                    data.path=@home     | The value is not YAML: found character '@' that cannot start any token. (Do not use @ for indentation)
                    """)
    void saysWhatIsWrongWithAnOverride(String option, String sentence) {
        assertThatThrownBy(() -> RunConfig.of(option))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("--set " + option + ": " + sentence);
    }

    @Test
    void theLastOfTwoOverridesOfAKeyWins() {
        assertThat(RunConfig.of("train.epochs=3", "train.epochs=4").train().epochs()).isEqualTo(4);
    }

    @Test
    void nullTakesBackWhatTheFileSet() {
        Path file = write("data: {path: somewhere, limit: 100}");

        RunConfig config = RunConfig.load(file, List.of("data.path=null", "data.limit=null"));

        assertThat(config.data()).isEqualTo(new DataConfig());
    }

    @Test
    void nullTurnsCheckpointsOff() {
        RunConfig config = RunConfig.of("checkpoint.every-epochs=null");

        assertThat(config.checkpoint().everyEpochs()).isNull();
        assertThat(RunConfig.load(write(config.toYaml()), List.of())).isEqualTo(config);
    }

    @Test
    void readsNumbersAsPeopleWriteThem() {
        RunConfig config =
                RunConfig.of(
                        "data.limit=1_000",
                        "train.seed=-9223372036854775808",
                        "optimizer.learning-rate=1e-3",
                        "optimizer.momentum=.5",
                        "schedule.warmup-epochs=2");

        assertThat(config.data().limit()).isEqualTo(1000);
        assertThat(config.train().seed()).isEqualTo(Long.MIN_VALUE);
        assertThat(config.optimizer())
                .isEqualTo(OptimizerConfig.of("sgd", "learning-rate=0.001", "momentum=0.5"));
        assertThat(config.schedule().warmupEpochs()).isEqualTo(2.0);
    }

    @Test
    void aRelativePathStartsAtTheWorkingDirectory() {
        Path file = write("data: {path: data/mnist}");

        assertThat(RunConfig.load(file, List.of()).data().path()).isEqualTo(Path.of("data/mnist"));
    }

    @Test
    void aFileThatCannotBeReadIsReportedWithTheRest() {
        Path file = folder.resolve("absent.yaml");

        assertThatThrownBy(() -> RunConfig.load(file, List.of("train.epochs=0")))
                .hasMessage(
                        """
                        The configuration has 2 mistakes:
                          FILE: There is no such file. Relative names start at the working directory.
                          --set train.epochs=0: train.epochs must be at least 1, but was 0"""
                                .replace("FILE", file.toString()));
    }

    @Test
    void refusesAFolder() {
        assertThatThrownBy(() -> RunConfig.load(folder, List.of()))
                .hasMessage(folder + ": This is a folder. Name the YAML file in it.");
    }

    @Test
    void refusesAHugeFile() {
        Path file = write("#".repeat(256 * 1024 + 1));

        assertThatThrownBy(() -> RunConfig.load(file, List.of()))
                .hasMessage(
                        file + ": This file is larger than 256 KiB, so it is no configuration.");
    }

    @Test
    void refusesAFileThatIsNotText() throws IOException {
        Path file = Files.write(folder.resolve("run.yaml"), new byte[] {'a', (byte) 0xE4, ':'});

        assertThatThrownBy(() -> RunConfig.load(file, List.of()))
                .hasMessage(file + ": This file is not UTF-8 text. Save it as UTF-8.");
    }

    private Path write(String yaml) {
        try {
            return Files.writeString(folder.resolve("run.yaml"), yaml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
