package dev.trainkit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SectionRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    model.name=' '             | model.name must be a name, but was ' '
                    model.name=null            | model.name must be a name, but was null
                    data.name=''               | data.name must be a name, but was ''
                    data.validation=1          | data.validation must be at least 0 and below 1, but was 1.0
                    data.validation=-0.1       | data.validation must be at least 0 and below 1, but was -0.1
                    data.limit=0               | data.limit must be null or at least 1, but was 0
                    train.epochs=0             | train.epochs must be at least 1, but was 0
                    train.batch-size=-1        | train.batch-size must be at least 1, but was -1
                    train.loss=' '             | train.loss must be a name, but was ' '
                    optimizer.name=''          | optimizer.name must be a name, but was ''
                    optimizer.learning-rate=0  | optimizer.learning-rate must be above 0 and finite, but was 0.0
                    optimizer.learning-rate=1e999 | optimizer.learning-rate must be above 0 and finite, but was Infinity
                    optimizer.momentum=1       | optimizer.momentum must be at least 0 and below 1, but was 1.0
                    optimizer.momentum=-0.5    | optimizer.momentum must be at least 0 and below 1, but was -0.5
                    optimizer.weight-decay=-1  | optimizer.weight-decay must be at least 0 and finite, but was -1.0
                    schedule.name=''           | schedule.name must be a name, but was ''
                    schedule.warmup-epochs=-1  | schedule.warmup-epochs must be at least 0 and finite, but was -1.0
                    engine.name=''             | engine.name must be a name, but was ''
                    engine.device=tpu          | engine.device must be auto, cpu, gpu, gpu:N, cuda, cuda:N or mps, but was 'tpu'
                    engine.threads=0           | engine.threads must be auto or a whole number of at least 1, but was '0'
                    engine.threads=1.5         | engine.threads must be auto or a whole number of at least 1, but was '1.5'
                    """)
    void saysWhatIsAllowedAndWhatWasFound(String option, String sentence) {
        assertThatThrownBy(() -> RunConfig.of(option))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("--set " + option + ": " + sentence);
    }

    @Test
    void aRecordThatIsMadeInCodeRefusesNonsenseToo() {
        assertThatThrownBy(() -> new TrainConfig(0, 64, "cross-entropy", 42, false))
                .hasMessage("train.epochs must be at least 1, but was 0");
    }

    @Test
    void aSectionNamesAllItsBrokenRulesAtOnce() {
        InvalidConfigException invalid =
                catchThrowableOfType(
                        InvalidConfigException.class, () -> new TrainConfig(0, -1, "", 42, false));

        assertThat(invalid)
                .hasMessage(
                        """
                        The configuration has 3 mistakes:
                          train.epochs must be at least 1, but was 0
                          train.batch-size must be at least 1, but was -1
                          train.loss must be a name, but was ''""");
        assertThat(invalid.problems())
                .extracting(Problem::key)
                .containsExactly("train.epochs", "train.batch-size", "train.loss");
    }

    @Test
    void quotesAValueOnOneLineAndNotInFull() {
        String device = "c\np\u001Bu".repeat(1000);

        assertThatThrownBy(() -> new EngineConfig("PyTorch", device, "auto"))
                .hasMessageEndingWith(", but was '" + "c p u".repeat(16) + "...'");
    }

    @Test
    void refusesNotANumberEverywhere() {
        double nan = Double.NaN;
        assertThatThrownBy(() -> new DataConfig("mnist", null, nan, true, null))
                .hasMessage("data.validation must be at least 0 and below 1, but was NaN");
        assertThatThrownBy(() -> new ScheduleConfig("cosine", nan))
                .hasMessage("schedule.warmup-epochs must be at least 0 and finite, but was NaN");
        InvalidConfigException invalid =
                catchThrowableOfType(
                        InvalidConfigException.class,
                        () -> new OptimizerConfig("sgd", nan, nan, nan));
        assertThat(invalid.problems())
                .extracting(Problem::key)
                .isEqualTo(
                        List.of(
                                "optimizer.learning-rate",
                                "optimizer.momentum",
                                "optimizer.weight-decay"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu", "gpu", "gpu:1", "cuda", "cuda:0", "mps"})
    void takesEveryDeviceName(String device) {
        assertThat(RunConfig.of("engine.device=" + device).engine().device()).isEqualTo(device);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "1", "32"})
    void takesThreadsAsANumberOrAuto(String threads) {
        assertThat(RunConfig.of("engine.threads=" + threads).engine().threads()).isEqualTo(threads);
    }

    @Test
    void theEdgesOfTheRangesAreAllowed() {
        assertThat(new OptimizerConfig("sgd", Double.MIN_VALUE, 0, 0).momentum()).isZero();
        assertThat(new DataConfig("mnist", null, 0, true, 1).limit()).isEqualTo(1);
        assertThat(new TrainConfig(1, 1, "mse", 0, true).epochs()).isEqualTo(1);
        assertThat(new ScheduleConfig("constant", 0.5).warmupEpochs()).isEqualTo(0.5);
    }
}
