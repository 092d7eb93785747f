package dev.trainkit.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.SmallMnist;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run says of itself before its first step, and what it refuses there. */
class RunNotesTest {

    private static final String LAST_OF_ONE =
            "The last batch of each epoch has one picture, for 10 pictures make batches of 3 and one"
                    + " is left, and mobilenet-v2 cannot normalise it in training, for one value a"
                    + " channel is left of a picture there. Set train.drop-last=true to leave it out,"
                    + " or another train.batch-size, such as 4.";

    @TempDir private static Path data;

    @BeforeAll
    static void writeData() throws IOException {
        SmallMnist.write(data, 300, 50);
    }

    @Test
    void refusesALastBatchOfOnePictureBeforeTheFirstStep() {
        try (TrainerRunner runner = tenPictures("train.batch-size=3")) {
            assertThat(runner.plan().notes()).containsExactly(LAST_OF_ONE);
            assertThatThrownBy(runner::fit)
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(LAST_OF_ONE);
            assertThat(runner.step()).isZero();
        }
    }

    @Test
    void trainsWithoutTheLastBatchWhereItIsLeftOut() {
        try (TrainerRunner runner = tenPictures("train.batch-size=3", "train.drop-last=true")) {
            assertThat(runner.plan().notes())
                    .containsExactly(
                            "train.drop-last leaves the last picture out of each epoch, in another"
                                    + " order each time.");
            assertThat(runner.plan().stepsPerEpoch()).isEqualTo(3);
            assertThat(runner.fit().epochs()).extracting(EpochResult::step).containsExactly(3);
        }
    }

    @Test
    void warnsOnlyWhereTheRunMayEndBeforeThatBatch() {
        try (TrainerRunner runner = tenPictures("train.batch-size=3", "budget.max-steps=3")) {
            assertThat(runner.plan().notes()).containsExactly(LAST_OF_ONE);
            assertThat(runner.fit().epochs()).hasSize(1);
        }
    }

    @Test
    void refusesBatchesOfOnePicture() {
        try (TrainerRunner runner = tenPictures("train.batch-size=1", "train.drop-last=true")) {
            assertThatThrownBy(runner::fit)
                    .hasMessage(
                            "Each batch has one picture, and mobilenet-v2 cannot normalise it in"
                                    + " training, for one value a channel is left of a picture there."
                                    + " Set train.batch-size to 2 or more.");
        }
    }

    @Test
    void aFrozenNormalisationTakesOnePicture() {
        List<String> frozen = List.of("train.batch-size=3", "model.freeze=[features]");
        try (TrainerRunner always = tenPictures(frozen.get(0), frozen.get(1));
                TrainerRunner first =
                        tenPictures(
                                frozen.get(0),
                                frozen.get(1),
                                "model.freeze-epochs=1",
                                "train.epochs=2")) {
            assertThat(always.plan().notes()).hasSize(1).doesNotContain(LAST_OF_ONE);
            assertThat(first.plan().notes()).contains(LAST_OF_ONE);
        }
    }

    @Test
    void anyNumberOfPicturesIsRightWhereMapsAreLargeEnough() {
        try (TrainerRunner runner =
                open(
                        "data.limit=10",
                        "data.validation=0",
                        "train.batch-size=3",
                        "model.name=cnn",
                        "model.filters=[2]",
                        "model.layers=[]",
                        "train.epochs=1")) {
            assertThat(runner.plan().notes()).isEmpty();
            assertThat(runner.fit().epochs()).extracting(EpochResult::step).containsExactly(4);
        }
    }

    @Test
    void leavesTheSamePicturesOutWhereTheyAreNotShuffled() {
        try (TrainerRunner runner =
                open("data.limit=200", "train.drop-last=true", "data.shuffle=false")) {
            assertThat(runner.plan().notes())
                    .containsExactly(
                            "train.drop-last leaves the last 52 pictures out of each epoch, always"
                                    + " the same, for data.shuffle is false.");
        }
    }

    @Test
    void refusesToLeaveOutTheOnlyBatch() {
        assertThatThrownBy(() -> open("data.limit=50", "data.validation=0", "train.drop-last=true"))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "train.drop-last leaves out the batch that is not full, and 50 pictures make"
                                + " no batch of 64: nothing would be trained on. Lower"
                                + " train.batch-size to at most 50, or set train.drop-last=false.");
    }

    /** 8 epochs of 3 steps give a warm-up 6 steps at most. */
    @Test
    void saysThatAWarmUpIsCut() {
        String[] short8 = {"data.limit=200", "train.epochs=8"};
        try (TrainerRunner cut = open(short8[0], short8[1], "schedule.warmup-epochs=5");
                TrainerRunner whole = open(short8[0], short8[1], "schedule.warmup-epochs=2")) {
            assertThat(cut.plan().notes())
                    .containsExactly(
                            "The warm-up takes 6 steps in the place of 15, a quarter of the run:"
                                    + " schedule.warmup-epochs=5 is more than 8 epochs leave to it.");
            assertThat(whole.plan().notes()).isEmpty();
        }
    }

    /** Half a cosine from 0.05: 5/6 of it are 0.003349, and 6/12 are 0.025. */
    @Test
    void saysFromWhichRateToWhichAStretchedScheduleJumps() {
        String[] run = {
            "data.limit=200",
            "train.epochs=2",
            "schedule.name=cosine",
            "optimizer.learning-rate=0.05"
        };
        try (TrainerRunner runner = open(run)) {
            runner.fit();
            try (TrainerRunner longer =
                    TrainerRunner.resume(runner.checkpoint(), List.of("train.epochs=4"))) {
                assertThat(longer.plan().notes())
                        .containsExactly(
                                "The schedule, cosine, is over 4 epochs now and was over 2: the"
                                        + " learning rate goes from 0.00335 in step 6 to 0.025 in step"
                                        + " 7, which a run of 4 epochs would have there.");
            }
        }
    }

    @Test
    void saysNothingOfAScheduleThatIsTheSameInALongerRun() {
        String[] run = {
            "data.limit=200", "train.epochs=1", "schedule.name=exponential", "schedule.gamma=0.9"
        };
        try (TrainerRunner runner = open(run)) {
            runner.fit();
            try (TrainerRunner longer =
                    TrainerRunner.resume(runner.checkpoint(), List.of("train.epochs=2"))) {
                assertThat(longer.plan().notes()).isEmpty();
            }
        }
    }

    /** Half of the pixels are black, half white: mean and deviation are 0.5. */
    @Test
    void saysThatANormalisationIsNotThatOfTheWeights(@TempDir Path pictures) throws IOException {
        for (String name : List.of("0/a", "0/b", "1/a", "1/b")) {
            Path file = pictures.resolve(name + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(halfWhite(), "png", file.toFile());
        }
        String[] run = {
            "data.name=image-folder",
            "data.path=" + pictures,
            "data.image.size=28x28",
            "data.image.channels=1",
            "data.image.padding=2",
            "data.validation=0",
            "data.test=0.5",
            "model.weights=models/lenet-mnist"
        };
        try (TrainerRunner runner = TrainerRunner.open(RunConfig.of(run))) {
            assertThat(runner.plan().notes())
                    .endsWith(
                            "The weights in models/lenet-mnist were trained on pictures normalised by"
                                    + " mean 0.1307 and deviation 0.3081, and those of this run are"
                                    + " normalised by 0.5000 and 0.5000. To keep what the weights are"
                                    + " used to, above all where layers are frozen: --set"
                                    + " data.image.mean=[0.1307] --set data.image.std=[0.3081].");
        }
        List<String> kept = new ArrayList<>(List.of(run));
        kept.addAll(List.of("data.image.mean=[0.1307]", "data.image.std=[0.3081]"));
        try (TrainerRunner runner = TrainerRunner.open(RunConfig.of(kept.toArray(String[]::new)))) {
            assertThat(runner.plan().notes()).noneMatch(note -> note.contains("normalised"));
        }
    }

    /** The folder is not there, and is not looked for. */
    @Test
    void saysBeforeItReadsPicturesThatTheModelTakesNoneOfThatSize() {
        String[] run = {"data.name=image-folder", "data.path=nowhere", "data.image.size=64x48"};
        assertThatThrownBy(() -> TrainerRunner.open(RunConfig.of(run)))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "The model lenet takes no pictures of 64x48, which data.image makes them. Set"
                                + " data.image.size=32x32, or model.name to one that takes 64x48:"
                                + " cnn, lenet5, mlp, mobilenet-v2, resnet, squeezenet, vgg.");
        assertThatThrownBy(
                        () ->
                                TrainerRunner.open(
                                        RunConfig.of(
                                                run[0],
                                                run[1],
                                                "data.image.size=48x48",
                                                "model.name=alexnet")))
                .hasMessageStartingWith(
                        "The model alexnet takes no pictures of 48x48, which data.image makes them."
                                + " Set data.image.size to a larger one, or model.name to one");
    }

    private static BufferedImage halfWhite() {
        BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 28; y++) {
            for (int x = 0; x < 14; x++) {
                picture.setRGB(x, y, 0xffffff);
            }
        }
        return picture;
    }

    private static TrainerRunner tenPictures(String... overrides) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "data.limit=10",
                                "data.validation=0",
                                "model.name=mobilenet-v2",
                                "train.epochs=1"));
        all.addAll(List.of(overrides));
        return open(all.toArray(String[]::new));
    }

    private static TrainerRunner open(String... overrides) {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.add("data.path=" + data);
        return TrainerRunner.open(RunConfig.of(all.toArray(String[]::new)));
    }
}
