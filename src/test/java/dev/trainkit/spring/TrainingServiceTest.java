package dev.trainkit.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.djl.engine.Engine;
import dev.trainkit.Slow;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.SmallMnist;
import dev.trainkit.spring.TrainingStatus.State;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.train.TrainResult;
import dev.trainkit.train.TrainerRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Slow
class TrainingServiceTest {

    @TempDir private static Path shared;
    private static Path data;

    @TempDir private Path folder;
    private final BlockingQueue<TrainingStatus> told = new LinkedBlockingQueue<>();
    private CountDownLatch firstEpoch;
    private CountDownLatch goOn;
    private TrainingService service;

    @BeforeAll
    static void writeData() throws IOException {
        data = SmallMnist.write(shared.resolve("data"), 200, 50);
    }

    @BeforeEach
    void start() {
        firstEpoch = new CountDownLatch(1);
        goOn = new CountDownLatch(0);
        service = service();
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        if (service.isRunning()) {
            service.stop();
        }
    }

    private TrainingService service() {
        TrainingService started = new TrainingService(folder, this::hear);
        started.start();
        return started;
    }

    /** Holds the run up at the end of its first epoch until the test lets it go on. */
    private void hear(TrainingEvent event) {
        told.add(event.status());
        if (event.status().epoch() == 1 && event.status().state() == State.TRAINING) {
            firstEpoch.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RunConfig config(int epochs) {
        return RunConfig.of(
                "data.path=" + data,
                "train.epochs=" + epochs,
                "train.batch-size=50",
                "engine.device=cpu",
                "report.html=false");
    }

    @Test
    void trainsOneRunAfterTheOtherAndTellsOfEachStep() throws Exception {
        service.submit("first", config(2));
        service.submit("second", config(1));

        assertThat(service.result("second").get()).isEqualTo(folder.resolve("second"));

        assertThat(told)
                .extracting(TrainingStatus::name, TrainingStatus::state, TrainingStatus::epoch)
                .containsExactly(
                        tuple("first", State.TRAINING, 0),
                        tuple("first", State.TRAINING, 1),
                        tuple("first", State.TRAINING, 2),
                        tuple("first", State.TRAINED, 2),
                        tuple("second", State.TRAINING, 0),
                        tuple("second", State.TRAINING, 1),
                        tuple("second", State.TRAINED, 1));
        assertThat(ModelDirectory.load(folder.resolve("first")).manifest().classes()).hasSize(10);
        assertThat(folder.resolve(".queue")).isEmptyDirectory();
    }

    @Test
    void goesOnAfterARestartToTheSameBytes() throws Exception {
        goOn = new CountDownLatch(1);
        service.submit("run", config(3));
        service.submit("next", config(1));
        firstEpoch.await();
        Thread stopping = new Thread(service::stop);
        stopping.start();
        while (service.isRunning()) {
            Thread.onSpinWait(); // it has told the run to end once it is seen not to run
        }
        goOn.countDown();
        stopping.join();
        assertThat(folder.resolve("run/model.json")).doesNotExist();
        assertThat(service.find("run").orElseThrow().state()).isEqualTo(State.WAITING);

        service = service();

        assertThat(service.runs()).extracting(TrainingStatus::name).containsExactly("run", "next");
        Path resumed = service.result("run").get();
        service.result("next").get();
        assertThat(resumed.resolve("weights.safetensors"))
                .hasSameBinaryContentAs(uninterrupted().resolve("weights.safetensors"));
    }

    private Path uninterrupted() {
        Path path = folder.resolve("uninterrupted");
        try (TrainerRunner runner = TrainerRunner.open(config(3));
                ModelDirectory directory = ModelDirectory.create(path, false)) {
            TrainResult result = runner.fit();
            runner.save(result, directory);
        }
        return path;
    }

    @Test
    void cancelsWhatIsTrainedAndWhatWaits() throws Exception {
        goOn = new CountDownLatch(1);
        service.submit("run", config(3));
        service.submit("waiting", config(1));
        firstEpoch.await();

        service.cancel("waiting");
        service.cancel("run");
        goOn.countDown();

        assertThatThrownBy(() -> service.result("waiting").get(1, TimeUnit.MINUTES))
                .hasCauseInstanceOf(CancellationException.class);
        assertThat(service.find("run").orElseThrow().state()).isEqualTo(State.CANCELLED);
        assertThat(folder.resolve("run/checkpoints")).isNotEmptyDirectory();
        assertThat(folder.resolve("waiting")).doesNotExist();
        assertThat(folder.resolve(".queue")).isEmptyDirectory();
    }

    @Test
    void refusesARunWhereAsManyWaitAsMay() throws Exception {
        goOn = new CountDownLatch(1);
        service.submit("run", config(1), 1);
        firstEpoch.await();
        service.submit("waiting", config(1), 1);

        assertThatThrownBy(() -> service.submit("more", config(1), 1))
                .isInstanceOf(QueueFullException.class)
                .hasMessage(
                        "As many runs wait as may: 1. Submit it again when some have been trained, or"
                                + " cancel one.");
        assertThat(service.find("more")).isEmpty();
        goOn.countDown();
        service.result("waiting").get();
        service.submit("more", config(1), 1);
    }

    @Test
    void saysWhyARunFailedAndGoesOnWithTheNext() throws Exception {
        service.submit("bad", RunConfig.of("data.path=" + folder.resolve("none")));
        service.submit("good", config(1));

        service.result("good").get();

        assertThat(service.find("bad").orElseThrow().state()).isEqualTo(State.FAILED);
        assertThat(service.find("bad").orElseThrow().failure())
                .contains(folder.resolve("none").toString());
        assertThat(folder.resolve("bad")).doesNotExist(); // and its name is free again
    }

    @Test
    void writesWhatTheReportSectionAsksForAsTheCommandDoes() throws Exception {
        RunConfig config =
                RunConfig.of(
                        "data.path=" + data,
                        "train.epochs=1",
                        "engine.device=cpu",
                        "report.html=false",
                        "report.tensorboard=true");
        service.submit("run", config);

        Path run = service.result("run").get();

        assertThat(run.resolve("tensorboard")).isNotEmptyDirectory();
    }

    @Test
    void refusesNamesThatAreTakenOrAreNoFolders() throws Exception {
        service.submit("run", config(1));
        service.result("run").get();

        assertThatThrownBy(() -> service.submit("run", config(1)))
                .isInstanceOf(TrainkitException.class)
                .hasMessage("There is a run run already. Choose another name.");
        for (String name : List.of("", "..", "a/b", ".queue", "a".repeat(101))) {
            assertThatThrownBy(() -> service.submit(name, config(1)))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(
                            "The name of a run is 1 to 100 letters, digits, dots, hyphens and"
                                    + " underscores, and starts with a letter or a digit. Choose such a name.");
        }
        assertThatThrownBy(() -> service.cancel("none"))
                .hasMessage("There is no run of that name. See those that there are.");
    }

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(TrainkitTrainingAutoConfiguration.class));

    @Test
    void isThereForAFolder() {
        runner.withPropertyValues("trainkit.training.folder=" + folder.resolve("of-spring"))
                .run(
                        context -> {
                            TrainingService bean = context.getBean(TrainingService.class);
                            bean.submit("run", config(1));
                            assertThat(bean.result("run").get())
                                    .isEqualTo(folder.resolve("of-spring/run"));
                        });
    }

    @Test
    void isNotThereWithoutThePropertyOrTheClasses() {
        runner.run(context -> assertThat(context).doesNotHaveBean(TrainingService.class));
        runner.withPropertyValues("trainkit.training.folder=" + folder)
                .withClassLoader(new FilteredClassLoader(Engine.class))
                .run(context -> assertThat(context).doesNotHaveBean(TrainingService.class));
    }

    @Test
    void yieldsToTheUsers() throws IOException {
        TrainingService own =
                new TrainingService(Files.createDirectory(folder.resolve("own")), event -> {});
        runner.withPropertyValues("trainkit.training.folder=" + folder)
                .withBean("own", TrainingService.class, () -> own)
                .run(context -> assertThat(context.getBean(TrainingService.class)).isSameAs(own));
    }
}
