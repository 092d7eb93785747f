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

    /** The key is the second setting's, of the model that the first one names. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    mlp    | depth=18           | is not a setting of mlp, whose own is layers
                    mlp    | layers=[0]         | must be a list of at most 100 whole numbers from 1 to 65536, but was [0]
                    mlp    | layers=3           | must be a list of whole numbers, but was 3
                    cnn    | filters=[]         | must be a list of 1 to 100 whole numbers from 1 to 65536, but was []
                    cnn    | convolutions=0     | must be from 1 to 16, but was 0
                    cnn    | kernel=4           | must be odd, from 1 to 31, but was 4
                    cnn    | norm=layer         | must be batch or none, but was 'layer'
                    cnn    | pool=min           | must be max, avg or none, but was 'min'
                    cnn    | dropout=1          | must be at least 0 and below 1, but was 1.0
                    resnet | depth=34           | must be 18 or 20, but was 34
                    vgg    | depth=18           | must be 11, 13, 16 or 19, but was 18
                    """)
    void saysWhichArgumentsAModelHas(String name, String setting, String rule) {
        String key = "model." + setting.substring(0, setting.indexOf('='));
        assertThatThrownBy(() -> RunConfig.of("model.name=" + name, "model." + setting))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("--set model." + setting + ": " + key + " " + rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    model.name=' '             | model.name must be a name, but was ' '
                    model.name=null            | model.name must be a name, but was null
                    model.freeze=conv          | model.freeze must be a list of names, but was the text 'conv'
                    model.freeze-epochs=2      | model.freeze-epochs must be left out where model.freeze names nothing, but was 2
                    model.freeze-epochs=0      | model.freeze-epochs must be null or at least 1, but was 0
                    optimizer.rate-factors=[a] | optimizer.rate-factors must be a list of name patterns with a number of at least 0, conv*=0.1 for one, but was [a]
                    optimizer.rate-factors=[a=-1] | optimizer.rate-factors must be a list of name patterns with a number of at least 0, conv*=0.1 for one, but was [a=-1]
                    model.layers=[1]           | model.layers is not a setting of lenet, which has none of its own
                    data.name=''               | data.name must be a name, but was ''
                    data.validation=1          | data.validation must be at least 0 and below 1, but was 1.0
                    data.validation=-0.1       | data.validation must be at least 0 and below 1, but was -0.1
                    data.limit=0               | data.limit must be null or at least 1, but was 0
                    data.augment.crop=-1       | data.augment.crop must be at least 0 and at most 4096, but was -1
                    data.augment.flip=left     | data.augment.flip must be none, horizontal, vertical or both, but was 'left'
                    data.augment.shift=1.1     | data.augment.shift must be at least 0 and at most 1, but was 1.1
                    data.augment.rotate=181    | data.augment.rotate must be at least 0 and at most 180, but was 181.0
                    data.augment.scale=1       | data.augment.scale must be at least 0 and below 1, but was 1.0
                    data.augment.shear=90      | data.augment.shear must be at least 0 and at most 80, but was 90.0
                    data.augment.elastic=-1    | data.augment.elastic must be at least 0 and finite, but was -1.0
                    data.augment.elastic-sigma=0 | data.augment.elastic-sigma must be above 0 and at most 100, but was 0.0
                    data.augment.fill=white    | data.augment.fill must be black or edge, but was 'white'
                    data.augment.brightness=2  | data.augment.brightness must be at least 0 and at most 1, but was 2.0
                    data.augment.contrast=-0.1 | data.augment.contrast must be at least 0 and at most 1, but was -0.1
                    data.augment.saturation=1.5 | data.augment.saturation must be at least 0 and at most 1, but was 1.5
                    data.augment.noise=-1      | data.augment.noise must be at least 0 and finite, but was -1.0
                    data.augment.erase=1.5     | data.augment.erase must be at least 0 and at most 1, but was 1.5
                    data.augment.mixup=-1      | data.augment.mixup must be at least 0 and at most 100, but was -1.0
                    data.augment.cutmix=101    | data.augment.cutmix must be at least 0 and at most 100, but was 101.0
                    train.epochs=0             | train.epochs must be at least 1, but was 0
                    train.batch-size=-1        | train.batch-size must be at least 1, but was -1
                    train.loss=' '             | train.loss must be a name, but was ' '
                    train.accumulate=0         | train.accumulate must be at least 1, but was 0
                    train.clip-norm=0          | train.clip-norm must be null or above 0 and finite, but was 0.0
                    train.clip-value=-1        | train.clip-value must be null or above 0 and finite, but was -1.0
                    train.ema=1                | train.ema must be null or at least 0 and below 1, but was 1.0
                    loss.reduction=none        | loss.reduction must be mean or sum, but was 'none'
                    loss.label-smoothing=2     | loss.label-smoothing must be at least 0 and at most 1, but was 2.0
                    loss.class-weights=[1, -1] | loss.class-weights must be null, balanced or a number of at least 0 for each class, but was [1.0, -1.0]
                    loss.class-weights=equal   | loss.class-weights must be balanced or a list of numbers, but was the text 'equal'
                    loss.class-weights=[]      | loss.class-weights must be null, balanced or a number of at least 0 for each class, but was []
                    loss.ignore-index=-1       | loss.ignore-index must be null or at least 0, but was -1
                    loss.alpha=0.5             | loss.alpha is not a setting of cross-entropy, whose own are class-weights, ignore-index and label-smoothing
                    loss.gamma=-1              | loss.gamma must be at least 0 and finite, but was -1.0
                    optimizer.name=''          | optimizer.name must be a name, but was ''
                    optimizer.learning-rate=0  | optimizer.learning-rate must be above 0 and finite, but was 0.0
                    optimizer.learning-rate=1e999 | optimizer.learning-rate must be above 0 and finite, but was Infinity
                    optimizer.momentum=1       | optimizer.momentum must be at least 0 and below 1, but was 1.0
                    optimizer.momentum=-0.5    | optimizer.momentum must be at least 0 and below 1, but was -0.5
                    optimizer.weight-decay=-1  | optimizer.weight-decay must be at least 0 and finite, but was -1.0
                    optimizer.dampening=1.5    | optimizer.dampening must be at least 0 and at most 1, but was 1.5
                    optimizer.momentum=1.5     | optimizer.momentum must be at least 0 and below 1, but was 1.5
                    optimizer.alpha=0.9        | optimizer.alpha is not a setting of sgd, whose own are dampening, momentum and nesterov
                    optimizer.betas=[0.9, 0.99] | optimizer.betas is not a setting of sgd, whose own are dampening, momentum and nesterov
                    optimizer.nesterov=1       | optimizer.nesterov must be true or false, but was 1
                    schedule.name=''           | schedule.name must be a name, but was ''
                    schedule.warmup-epochs=-1  | schedule.warmup-epochs must be at least 0 and finite, but was -1.0
                    engine.name=''             | engine.name must be a name, but was ''
                    engine.device=tpu          | engine.device must be auto, cpu, gpu, gpu:N, cuda, cuda:N or mps, but was 'tpu'
                    engine.threads=0           | engine.threads must be auto or a whole number of at least 1, but was '0'
                    train.on-nan=ignore        | train.on-nan must be stop, skip-batch or rollback, but was 'ignore'
                    train.watch=[losses]       | train.watch must be a list of gradients and anomalies, or of one of them, but was [losses]
                    train.watch=gradients      | train.watch must be a list of names, but was the text 'gradients'
                    checkpoint.every-steps=0   | checkpoint.every-steps must be null or at least 1, but was 0
                    checkpoint.every-epochs=0  | checkpoint.every-epochs must be null or at least 1, but was 0
                    checkpoint.keep-last=0     | checkpoint.keep-last must be at least 1, but was 0
                    checkpoint.monitor=speed   | checkpoint.monitor must be validation-accuracy, validation-loss or train-loss, but was 'speed'
                    checkpoint.mode=up         | checkpoint.mode must be auto, max or min, but was 'up'
                    early-stopping.patience=0  | early-stopping.patience must be null or at least 1, but was 0
                    early-stopping.min-delta=-1 | early-stopping.min-delta must be at least 0 and finite, but was -1.0
                    budget.max-steps=0         | budget.max-steps must be null or at least 1, but was 0
                    budget.max-time=10         | budget.max-time must be null or a time such as 90s, 30m or 2h, but was '10'
                    engine.threads=1.5         | engine.threads must be auto or a whole number of at least 1, but was '1.5'
                    """)
    void saysWhatIsAllowedAndWhatWasFound(String option, String sentence) {
        assertThatThrownBy(() -> RunConfig.of(option))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("--set " + option + ": " + sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    mixup  | train.loss=nll      | with the loss nll, which takes one class for each picture
                    cutmix | train.loss=nll      | with the loss nll, which takes one class for each picture
                    mixup  | loss.ignore-index=3 | with loss.ignore-index, which leaves out whole pictures
                    """)
    void mixesNoPicturesForALossThatTakesNoShares(String key, String loss, String why) {
        String mixing = "data.augment." + key;
        assertThatThrownBy(() -> RunConfig.of(mixing + "=0.2", loss))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        "--set %s=0.2: %s must be 0 %s, but was 0.2"
                                .formatted(mixing, mixing, why));
    }

    @Test
    void aRecordThatIsMadeInCodeRefusesNonsenseToo() {
        assertThatThrownBy(() -> train(0, 64, "cross-entropy"))
                .hasMessage("train.epochs must be at least 1, but was 0");
    }

    @Test
    void aSectionNamesAllItsBrokenRulesAtOnce() {
        InvalidConfigException invalid =
                catchThrowableOfType(InvalidConfigException.class, () -> train(0, -1, ""));

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    adam     | betas=0.9          | optimizer.betas must be a list of numbers, but was 0.9
                    adam     | betas=[0.9]        | optimizer.betas must be two numbers of at least 0 and below 1, but was [0.9]
                    adam     | betas=[0.9, 1.0]   | optimizer.betas must be two numbers of at least 0 and below 1, but was [0.9, 1.0]
                    adam     | betas=[0.9, high]  | optimizer.betas must be a number, but was the text 'high'
                    adam     | betas=[0.9, [1]]   | optimizer.betas must be a number, but was a list
                    adam     | momentum=0.9       | optimizer.momentum is not a setting of adam, whose own are amsgrad, betas and eps
                    adamw    | eps=-1             | optimizer.eps must be at least 0 and finite, but was -1.0
                    rmsprop  | alpha=1            | optimizer.alpha must be at least 0 and below 1, but was 1.0
                    rmsprop  | nesterov=true      | optimizer.nesterov is not a setting of rmsprop, whose own are alpha, centered, eps and momentum
                    adagrad  | lr-decay=-0.1      | optimizer.lr-decay must be at least 0 and finite, but was -0.1
                    adagrad  | initial-accumulator-value=-1 | optimizer.initial-accumulator-value must be at least 0 and finite, but was -1.0
                    adadelta | rho=1.1            | optimizer.rho must be at least 0 and below 1, but was 1.1
                    adadelta | momentum=0.5       | optimizer.momentum is not a setting of adadelta, whose own are eps and rho
                    nadam    | momentum-decay=-1  | optimizer.momentum-decay must be at least 0 and finite, but was -1.0
                    """)
    void saysWhatAnOptimizerCannotBeSetTo(String name, String setting, String sentence) {
        assertThatThrownBy(() -> OptimizerConfig.of(name, setting))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("--set optimizer." + setting + ": " + sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    step         | per=week         | schedule.per must be step or epoch, but was 'week'
                    step         | step-size=0      | schedule.step-size must be at least 1, but was 0
                    step         | t-max=3          | schedule.t-max is not a setting of step, whose own are gamma, per and step-size
                    multi-step   | milestones=3     | schedule.milestones must be a list of whole numbers, but was 3
                    multi-step   | milestones=[]    | schedule.milestones must be whole numbers of at least 1, each above the one before, but was []
                    multi-step   | milestones=[3, 3] | schedule.milestones must be whole numbers of at least 1, each above the one before, but was [3, 3]
                    multi-step   | milestones=[1.5] | schedule.milestones must be a whole number, but was 1.5
                    exponential  | gamma=0          | schedule.gamma must be above 0 and finite, but was 0.0
                    cosine       | t-max=0          | schedule.t-max must be null or at least 1, but was 0
                    cosine       | eta-min=-1       | schedule.eta-min must be at least 0 and finite, but was -1.0
                    cosine-warm-restarts | t0=0     | schedule.t0 must be at least 1, but was 0
                    cosine-warm-restarts | t-mult=0 | schedule.t-mult must be at least 1, but was 0
                    polynomial   | power=0          | schedule.power must be above 0 and finite, but was 0.0
                    polynomial   | total-iters=0    | schedule.total-iters must be null or at least 1, but was 0
                    one-cycle    | per=epoch        | schedule.per is not a setting of one-cycle, whose own are anneal-strategy, div-factor, final-div-factor, pct-start and three-phase
                    one-cycle    | pct-start=1      | schedule.pct-start must be above 0 and below 1, but was 1.0
                    one-cycle    | anneal-strategy=sin | schedule.anneal-strategy must be cos or linear, but was 'sin'
                    one-cycle    | div-factor=0     | schedule.div-factor must be above 0 and finite, but was 0.0
                    one-cycle    | final-div-factor=0 | schedule.final-div-factor must be above 0 and finite, but was 0.0
                    reduce-on-plateau | factor=1    | schedule.factor must be above 0 and below 1, but was 1.0
                    reduce-on-plateau | patience=-1 | schedule.patience must be at least 0, but was -1
                    reduce-on-plateau | threshold=-1 | schedule.threshold must be at least 0 and finite, but was -1.0
                    reduce-on-plateau | threshold-mode=x | schedule.threshold-mode must be rel or abs, but was 'x'
                    reduce-on-plateau | cooldown=-1 | schedule.cooldown must be at least 0, but was -1
                    reduce-on-plateau | min-lr=-1   | schedule.min-lr must be at least 0 and finite, but was -1.0
                    constant     | gamma=1          | schedule.gamma is not a setting of constant, which has none of its own
                    """)
    void saysWhatAScheduleCannotBeSetTo(String name, String setting, String sentence) {
        InvalidConfigException invalid =
                catchThrowableOfType(
                        InvalidConfigException.class, () -> ScheduleConfig.of(name, setting));
        assertThat(invalid.problems())
                .extracting(Problem::toString)
                .contains("--set schedule." + setting + ": " + sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "step, step-size, at least 1",
        "multi-step, milestones, 'whole numbers of at least 1, each above the one before'",
        "exponential, gamma, above 0 and finite",
        "cosine-warm-restarts, t0, at least 1"
    })
    void saysWhichSettingAScheduleCannotDoWithout(String name, String key, String rule) {
        assertThatThrownBy(() -> RunConfig.of("schedule.name=" + name))
                .hasMessage("schedule." + key + " must be " + rule + ", but was null");
    }

    @Test
    void threePhasesNeedRoomForTheFall() {
        assertThatThrownBy(
                        () -> ScheduleConfig.of("one-cycle", "pct-start=0.6", "three-phase=true"))
                .hasMessage(
                        "--set schedule.three-phase=true: schedule.three-phase must be false unless"
                                + " pct-start is at most 0.5, but was true");
    }

    @Test
    void aSettingOfAnotherLossIsReportedWithTheOtherMistakes() {
        assertThatThrownBy(
                        () ->
                                RunConfig.of(
                                        "train.loss=mse",
                                        "loss.gamma=1",
                                        "optimizer.momentum=1.5",
                                        "optimizer.alpha=0"))
                .hasMessage(
                        """
                        The configuration has 3 mistakes:
                          --set loss.gamma=1: loss.gamma is not a setting of mse, which has none of its own
                          --set optimizer.momentum=1.5: optimizer.momentum must be at least 0 and below 1, but was 1.5
                          --set optimizer.alpha=0: optimizer.alpha is not a setting of sgd, whose own are dampening, momentum and nesterov""");
    }

    @Test
    void anotherLossHasItsOwnDefaults() {
        assertThat(RunConfig.of("train.loss=focal").loss()).isEqualTo(new LossConfig("focal"));
        assertThat(new LossConfig("focal").gamma()).isEqualTo(2);
        assertThat(RunConfig.of("train.loss=mse").loss().labelSmoothing()).isNull();
    }

    @Test
    void nesterovNeedsMomentumWithoutDampening() {
        String sentence =
                "--set optimizer.nesterov=true: optimizer.nesterov must be false unless momentum is"
                        + " above 0 and dampening is 0, but was true";
        assertThatThrownBy(() -> OptimizerConfig.of("sgd", "momentum=0", "nesterov=true"))
                .hasMessage(sentence);
        assertThatThrownBy(() -> OptimizerConfig.of("sgd", "dampening=0.1", "nesterov=true"))
                .hasMessage(sentence);
        assertThat(OptimizerConfig.of("sgd", "nesterov=true").nesterov()).isTrue();
    }

    @Test
    void anotherOptimizerHasItsOwnDefaults() {
        OptimizerConfig adam = RunConfig.of("optimizer.name=adam").optimizer();
        assertThat(adam).isEqualTo(new OptimizerConfig("adam"));
        assertThat(adam.betas()).containsExactly(0.9, 0.999);
        assertThat(adam.learningRate()).isEqualTo(0.001);
        assertThat(adam.momentum()).isNull();
    }

    @Test
    void nullIsTheDefaultOfTheChosenOptimizer() {
        assertThat(OptimizerConfig.of("adam", "eps=null", "momentum=null"))
                .isEqualTo(new OptimizerConfig("adam"));
    }

    @Test
    void quotesAValueOnOneLineAndNotInFull() {
        String device = "c\np\u001Bu".repeat(1000);

        assertThatThrownBy(() -> new EngineConfig("PyTorch", device, "auto", true))
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
                catchThrowableOfType(InvalidConfigException.class, () -> optimizer(nan, nan, nan));
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

    private static TrainConfig train(int epochs, int batchSize, String loss) {
        return new TrainConfig(
                epochs, batchSize, false, loss, 42, false, 1, null, null, null, "stop", List.of(),
                false);
    }

    private static OptimizerConfig optimizer(double rate, Double momentum, double decay) {
        return new OptimizerConfig(
                "sgd", rate, momentum, 0.0, false, decay, true, List.of(), null, null, null, null,
                null, null, null, null, null);
    }

    @Test
    void theEdgesOfTheRangesAreAllowed() {
        assertThat(optimizer(Double.MIN_VALUE, 0.0, 0).momentum()).isZero();
        assertThat(new DataConfig("mnist", null, 0, true, 1).limit()).isEqualTo(1);
        assertThat(train(1, 1, "mse").epochs()).isEqualTo(1);
        assertThat(new ScheduleConfig("constant", 0.5).warmupEpochs()).isEqualTo(0.5);
    }
}
