package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds README.md to what the code does. */
class ReadmeTest {

    private static final Pattern JAVA =
            Pattern.compile("^```java\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("public class (\\w+)");
    private static final Pattern COMMAND =
            Pattern.compile("^\\| `([\\w-]+)[` ]", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^:)]+)\\)");

    @TempDir private Path classes;

    static List<String> examples() throws IOException {
        return all(JAVA);
    }

    @Test
    void showsHowToPredictAndHowToTrainInJava() throws IOException {
        assertThat(examples()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void hasExamplesThatCompile(String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();

        boolean compiled =
                compiler.getTask(
                                messages,
                                null,
                                null,
                                List.of("-Xlint:all", "-proc:none", "-d", classes.toString()),
                                null,
                                List.of(inMemory(source)))
                        .call();

        assertThat(compiled).as(messages.toString()).isTrue();
    }

    @Test
    void listsEveryCommand() throws IOException {
        assertThat(all(COMMAND))
                .containsExactlyElementsOf(Main.COMMANDS.stream().map(Main::name).toList());
    }

    @Test
    void linksToFilesThatAreThere() throws IOException {
        assertThat(all(LINK))
                .contains("CONTRIBUTING.md", "CHANGELOG.md", "LICENSE")
                .allSatisfy(file -> assertThat(Ran.HOME.resolve(file)).exists());
    }

    private static List<String> all(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(Ran.HOME.resolve("README.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static JavaFileObject inMemory(String source) {
        MatchResult name = CLASS.matcher(source).results().findFirst().orElseThrow();
        return new SimpleJavaFileObject(
                URI.create("string:///" + name.group(1) + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}
