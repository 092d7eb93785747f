package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Slow
class ShellScriptTest {

    @TempDir private Path folder;

    @Test
    void runsSnippetsWithTheImportsReady() throws IOException {
        Path made = folder.resolve("made.txt");
        Ran ran = shell("Files.writeString(Path.of(\"" + made + "\"), \"\" + new ModelConfig());");

        assertThat(ran).isEqualTo(new Ran(0, "", ""));
        assertThat(made).content().startsWith("ModelConfig[name=lenet");
    }

    @Test
    void stopsAtTheSnippetThatThrows() throws IOException {
        Path made = folder.resolve("made.txt");
        Ran ran =
                shell(
                        "int zero = 0;",
                        "",
                        "int one = 1 / zero;",
                        "Files.createFile(Path.of(\"" + made + "\"));");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines())
                .containsExactly(
                        folder.resolve("script.jsh")
                                + ": the snippet from line 3 failed:"
                                + " java.lang.ArithmeticException: / by zero");
        assertThat(made).doesNotExist();
    }

    @Test
    void saysWhatDoesNotCompile() throws IOException {
        Ran ran = shell("int one = \"one\";");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .contains("script.jsh: the snippet from line 1 failed: incompatible types");
    }

    @Test
    void saysWhatIsNotFinished() throws IOException {
        Ran ran = shell("int one = 1;", "int two() {");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("the snippet from line 2 failed: ").contains("reached end");
    }

    @Test
    void namesAScriptThatIsNotThere() {
        Ran ran = Ran.here("shell", folder.resolve("none.jsh").toString());

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines())
                .containsExactly(
                        "Cannot read the script "
                                + folder.resolve("none.jsh")
                                + ". Name a file of JShell snippets.");
    }

    private Ran shell(String... lines) throws IOException {
        Path script = Files.write(folder.resolve("script.jsh"), List.of(lines));
        return Ran.here("shell", script.toString());
    }
}
