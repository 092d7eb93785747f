package dev.trainkit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.Slow;
import dev.trainkit.config.InvalidConfigException;
import dev.trainkit.config.ReportConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.SmallMnist;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.TrainResult;
import dev.trainkit.train.TrainerRunner;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Slow
class MlFlowRunTest {

    @TempDir private Path folder;
    private final List<String> notes = new CopyOnWriteArrayList<>();

    @Test
    void tellsTheServerOfARun() throws IOException {
        try (MlFlowServer server = new MlFlowServer()) {
            TrainResult result = train(server.address() + "/");

            assertThat(server.faults).isEmpty();
            assertThat(notes).isEmpty();
            assertThat(server.experiment).isEqualTo("digits");
            assertThat(server.created.path("run_name").asText()).isEqualTo("a run");
            assertThat(server.params)
                    .containsEntry("train.epochs", "2")
                    .containsEntry("optimizer.name", "sgd")
                    .containsEntry("model.name", "lenet");
            assertThat(server.metrics.get("epoch/train-loss"))
                    .isEqualTo(
                            result.epochs().stream()
                                    .collect(
                                            Collectors.toMap(
                                                    epoch -> (long) epoch.step(),
                                                    EpochResult::trainLoss)));
            int last = result.epochs().get(1).step();
            assertThat(server.metrics.get("step/loss")).hasSize(last).containsKey((long) last);
            assertThat(server.metrics.get("test/accuracy"))
                    .isEqualTo(Map.of((long) last, result.test().orElseThrow().accuracy()));
            assertThat(server.files.keySet()).containsExactly("model.json");
            assertThat(server.files.get("model.json")).asString().isEqualTo("{}");
            assertThat(server.updated.path("status").asText()).isEqualTo("FINISHED");
            assertThat(server.updated.path("end_time").asLong())
                    .isGreaterThanOrEqualTo(server.created.path("start_time").asLong());
        }
    }

    @Test
    void warnsOnceAndGoesOnWhereNobodyAnswers() throws IOException {
        String nobody = "http://localhost:" + freePort();

        TrainResult result = train(nobody);

        assertThat(result.test()).isPresent();
        assertThat(notes)
                .containsExactly(
                        "MLflow at "
                                + nobody
                                + " is not told everything of this run: nobody answers. The run goes"
                                + " on. Look at the server, or leave it out with --set"
                                + " report.mlflow=null.");
    }

    /** It takes the call and says nothing: a run waits for it at its end only, and not long. */
    @Test
    void doesNotWaitForAServerThatSaysNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            String address = "http://localhost:" + silent.getLocalPort();
            MlFlowQueue queue = new MlFlowQueue(address, 1, notes::add);
            MlFlowApi api = new MlFlowApi(address);
            long start = System.nanoTime();
            for (int i = 0; i < 20_000; i++) {
                queue.add(() -> api.experiment("digits"));
            }
            assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
            queue.close();
            assertThat(System.nanoTime() - start).isLessThan(4_000_000_000L);
        }
        assertThat(notes)
                .singleElement()
                .asString()
                .contains("is not told everything of this run: it does not keep up.");
    }

    @Test
    void saysWhatTheServerDoesNotWant() throws IOException {
        try (MlFlowServer server = new MlFlowServer()) {
            MlFlowQueue queue = new MlFlowQueue(server.address(), 10, notes::add);
            MlFlowApi api = new MlFlowApi(server.address());
            MlFlowApi.Run other = new MlFlowApi.Run("run-2", "file:/elsewhere");
            queue.add(() -> api.log(other, List.of(), List.of()));
            queue.add(() -> api.store(other, folder));
            queue.close();
        }
        assertThat(notes)
                .singleElement()
                .asString()
                .contains(
                        "is not told everything of this run: it answers 400, and says"
                                + " nothing that MLflow would. The run goes on.");
    }

    @Test
    void refusesWhatIsNoAddress() {
        assertThatThrownBy(() -> new ReportConfig(true, false, "localhost:5000", "digits"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        "report.mlflow must be null or an address that begins with http:// or"
                                + " https://, but was 'localhost:5000'");
    }

    private TrainResult train(String address) throws IOException {
        RunConfig config =
                RunConfig.of(
                        "train.epochs=2",
                        "data.limit=200",
                        "report.mlflow='" + address + "'",
                        "report.mlflow-experiment=digits",
                        "data.path=" + SmallMnist.write(folder.resolve("data"), 200, 100));
        Path saved = Files.createDirectory(folder.resolve("model"));
        Files.writeString(saved.resolve("model.json"), "{}");
        try (TrainerRunner runner = TrainerRunner.open(config);
                MlFlowRun run = MlFlowRun.of(config.report(), "a run", notes::add)) {
            TrainResult result = runner.listen(run).fit();
            run.saved(saved);
            return result;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
