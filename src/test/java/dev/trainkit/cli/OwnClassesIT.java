package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model in a jar of one's own, built as a person would and taken by the launcher. */
class OwnClassesIT {

    private static final String SOURCE =
            """
            package example;

            import ai.djl.nn.*;
            import ai.djl.nn.core.Linear;
            import dev.trainkit.config.ModelConfig;
            import dev.trainkit.model.*;

            public final class OneLayer implements ModelProvider {
                public String name() {
                    return "one-layer";
                }

                public java.util.Set<String> arguments() {
                    return java.util.Set.of();
                }

                public Block create(Architecture architecture, ModelConfig arguments) {
                    return new Net(architecture.classes());
                }

                private static final class Net extends SequentialBlock {
                    Net(int classes) {
                        add(Blocks.batchFlattenBlock());
                        addChildBlock("fc", Linear.builder().setUnits(classes).build());
                    }
                }
            }
            """;

    @TempDir private Path folder;
    private Path jar;

    @BeforeEach
    void buildAJar() throws IOException {
        Path source =
                Files.createDirectories(folder.resolve("src/example")).resolve("OneLayer.java");
        Files.writeString(source, SOURCE);
        Path classes = Files.createDirectory(folder.resolve("classes"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int failures =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                said,
                                said,
                                "-proc:none",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                classes.toString(),
                                source.toString());
        assertThat(failures).as(said.toString(StandardCharsets.UTF_8)).isZero();
        jar = folder.resolve("own.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("example/OneLayer.class", "example/OneLayer$Net.class")) {
                out.putNextEntry(new JarEntry(name));
                out.write(Files.readAllBytes(classes.resolve(name)));
            }
            out.putNextEntry(new JarEntry("META-INF/services/dev.trainkit.model.ModelProvider"));
            out.write("example.OneLayer\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void trainsAModelOfAJarAndReadsItAgain() throws IOException {
        Path data = IdxFixture.write(folder.resolve("tiny"));
        Ran ran =
                Ran.launched(
                        folder,
                        "train",
                        "--class-path=own.jar",
                        "--set=model.name=one-layer",
                        "--set=data.path=" + data,
                        "--epochs=1",
                        "--out=model");
        assertThat(ran.exitCode()).as(ran.err()).isZero();

        Ran summary = Ran.launched(folder, "summary", "model", "--class-path", jar.toString());
        assertThat(summary.out())
                .contains("(fc): Linear(in_features=1024, out_features=10, bias=True)");

        Ran without = Ran.launched(folder, "summary", "model");
        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.err()).contains("'one-layer'");
    }

    @Test
    void findsAJarBesideTheInstallation() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.move(jar, Files.createDirectory(home.resolve("ext")).resolve("own.jar"));
        Ran ran =
                Ran.launched(
                        folder,
                        Ran.HOME.resolve("scripts/trainkit"),
                        Map.of("TRAINKIT_JAVA_OPTS", "-Dtrainkit.home=" + home),
                        "summary",
                        "one-layer");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("(fc): Linear(");
    }

    @Test
    void namesAJarThatIsNotThere() {
        for (String command : List.of("summary lenet", "config")) {
            Ran ran = Ran.here((command + " --class-path=none.jar").split(" ", -1));
            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.err())
                    .isEqualToNormalizingNewlines(
                            "--class-path names none.jar, but there is no such jar or folder: %s.\n"
                                    .formatted(Path.of("none.jar").toAbsolutePath()));
        }
    }
}
