package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellIT {

    @TempDir private Path folder;

    @Test
    void runsTheFirstScript() {
        Path script = Ran.HOME.resolve("scripts/jshell/01-train.jsh");
        Ran ran =
                Ran.launched(
                        folder,
                        Ran.HOME.resolve("scripts/trainkit"),
                        Map.of(
                                "TRAINKIT_JAVA_OPTS",
                                "-Djava.io.tmpdir=" + folder,
                                "OMP_NUM_THREADS",
                                "1"), // as fast on a busy machine
                        "shell",
                        script.toString());

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .startsWith("LeNet(\n  (conv1): Conv2d(1, 6, ")
                .contains("\nepoch 2: loss 0.")
                .contains("\nEvaluation[loss=0.")
                .containsPattern("digit-7\\.png: 7 \\(\\d{2,3}\\.\\d{2} %\\)\n$");
        assertThat(folder).isDirectoryNotContaining("glob:**trainkit*"); // the model is gone
    }

    @Test
    void answersWhatIsTyped() throws Exception {
        Path typed =
                Files.write(
                        folder.resolve("typed.txt"),
                        List.of(
                                "Models.names()",
                                "LeNetBlock lenet = new LeNetBlock(1, 10)",
                                "/exit"));
        Process process =
                Ran.process(folder, Ran.HOME.resolve("scripts/trainkit"), preferences(), "shell")
                        .redirectInput(typed.toFile())
                        .start();

        String out = process.inputReader().lines().collect(Collectors.joining("\n"));
        assertThat(process.waitFor()).isZero();
        assertThat(out)
                .contains("$1 ==> [alexnet, cnn, lenet, lenet5, mlp, ")
                .contains("lenet ==> LeNetBlock");
    }

    /** JShell keeps its history in the person's preferences. */
    private Map<String, String> preferences() throws IOException {
        Path home = Files.createDirectory(folder.resolve("preferences"));
        return Map.of("TRAINKIT_JAVA_OPTS", "-Djava.util.prefs.userRoot=" + home);
    }
}
