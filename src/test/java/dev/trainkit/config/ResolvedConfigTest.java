package dev.trainkit.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolvedConfigTest {

    @TempDir private Path folder;

    @Test
    void knowsTheOriginsThatARunSaved() throws IOException {
        Path file = write("run.yaml", "train:\n  epochs: 3\n  batch-size: 32\n");
        ResolvedConfig run = RunConfig.resolve(file, List.of("optimizer.momentum=0.5"));

        ResolvedConfig saved = ResolvedConfig.saved(write("config.yaml", run.toYaml()));

        assertThat(saved).isEqualTo(run);
        assertThat(saved.origins())
                .containsEntry("train.epochs", file + ":2")
                .containsEntry("optimizer.momentum", "--set optimizer.momentum=0.5")
                .containsEntry("train.seed", "default");
    }

    @Test
    void laysOverridesOverWhatARunSaved() {
        ResolvedConfig run = RunConfig.resolve(null, List.of("train.epochs=3", "train.seed=7"));

        ResolvedConfig on =
                ResolvedConfig.saved("config.yaml", run.toYaml(), List.of("train.epochs=5"));

        assertThat(on.config().train().epochs()).isEqualTo(5);
        assertThat(on.origins())
                .containsEntry("train.epochs", "--set train.epochs=5")
                .containsEntry("train.seed", "--set train.seed=7");
    }

    @Test
    void namesTheLineThatSomebodyWroteAfterwards() throws IOException {
        String yaml = RunConfig.resolve(null, List.of("train.epochs=3")).toYaml();
        Path file =
                write(
                        "config.yaml",
                        yaml.replace("epochs: 3  # --set train.epochs=3", "epochs: 4"));

        int line = yaml.lines().toList().indexOf("  epochs: 3  # --set train.epochs=3") + 1;
        assertThat(ResolvedConfig.saved(file).origins())
                .containsEntry("train.epochs", file + ":" + line);
    }

    @Test
    void tellsWhatWasSetWhereNobodySaidBy() throws IOException {
        RunConfig config = RunConfig.of("optimizer.name=adam", "train.epochs=3");

        ResolvedConfig fromJava = ResolvedConfig.of(config);

        assertThat(fromJava.origins())
                .containsEntry("optimizer.name", "set")
                .containsEntry("train.epochs", "set")
                .containsEntry("optimizer.eps", "default")
                .containsEntry("train.seed", "default");
        assertThat(ResolvedConfig.saved(write("config.yaml", fromJava.toYaml())))
                .isEqualTo(fromJava);
    }

    /** The report of a run with the schedule "step" could not be drawn. */
    @Test
    void hasNoDefaultForWhatSomebodyMustSet() {
        List<ResolvedConfig.Entry> entries =
                RunConfig.resolve(null, List.of("schedule.name=step", "schedule.step-size=2"))
                        .entries();

        assertThat(entries)
                .contains(
                        new ResolvedConfig.Entry(
                                "schedule.step-size", 2, "--set schedule.step-size=2", null),
                        new ResolvedConfig.Entry("schedule.gamma", 0.1, "default", 0.1))
                .extracting(ResolvedConfig.Entry::key)
                .doesNotContain("schedule.milestones", "optimizer.betas", "model.layers");
    }

    private Path write(String name, String yaml) throws IOException {
        return Files.writeString(folder.resolve(name), yaml);
    }
}
