package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a person starts it: from anywhere, on a machine that may lack something. */
class LauncherIT {

    private static final Path LAUNCHER = Ran.HOME.resolve("scripts/trainkit");
    private static final String BUILDING =
            "trainkit: building (the first time, Maven fetches the libraries: this can take"
                    + " minutes)";

    @TempDir private Path folder;

    @Test
    void startsThroughASymbolicLinkFromAFolderWithSpaces() throws IOException {
        Path here = Files.createDirectory(folder.resolve("a folder"));
        Path link = Files.createSymbolicLink(here.resolve("tk"), LAUNCHER);
        Path linkToLink = Files.createSymbolicLink(here.resolve("t k"), link.getFileName());

        Ran ran = Ran.launched(here, linkToLink, Map.of(), "--version");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).startsWith("trainkit ");
        assertThat(ran.err()).isEmpty();
        Files.delete(link); // JUnit warns of links that lead out of its folder
    }

    @Test
    void buildsOnceWhenStartedTwiceAtOnceAndAgainAfterAnEdit() throws IOException {
        Path launcher = copyWithoutBuild(folder.resolve("a clone"));
        CompletableFuture<Ran> first =
                CompletableFuture.supplyAsync(() -> version(launcher, Map.of()));
        CompletableFuture<Ran> second =
                CompletableFuture.supplyAsync(() -> version(launcher, Map.of()));

        assertThat(first.join().out()).startsWith("trainkit ").isEqualTo(second.join().out());
        assertThat((first.join().err() + second.join().err()).lines()).containsExactly(BUILDING);
        assertThat(version(launcher, Map.of()).err()).isEmpty();

        Path source =
                launcher.resolve("../../src/main/java/dev/trainkit/cli/Version.java").normalize();
        Files.writeString(source, Files.readString(source).replace("\"trainkit \"", "\"edited \""));
        Ran edited = version(launcher, Map.of());
        assertThat(edited.err().lines()).containsExactly(BUILDING);
        assertThat(edited.out()).startsWith("edited ");

        Files.writeString(source, "class {");
        Ran broken = version(launcher, Map.of());
        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.out()).isEmpty();
        assertThat(broken.err())
                .contains("Version.java:[1,6]")
                .contains("trainkit: The build failed, and Maven says above why. ");
    }

    @Test
    void runsAsAJarFromAnotherFolder() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path out = folder.resolve("out.txt");
        int exitCode =
                new ProcessBuilder(java.toString(), "-jar", jar().toString(), "--version")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start()
                        .waitFor();

        assertThat(exitCode).isZero();
        assertThat(out).content().matches("trainkit \\d.*\\R");
    }

    @Test
    void saysHowToGetJavaWhereThereIsNone() throws IOException {
        Ran ran = version(LAUNCHER, Map.of("PATH", programs(), "JAVA_HOME", ""));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith(
                        "trainkit: Java is missing: there is no java on the PATH. Install a JDK")
                .contains("apt-get install openjdk-17-jdk-headless");
    }

    @Test
    void namesAJavaHomeThatHoldsNoJava() {
        Ran ran = version(LAUNCHER, Map.of("JAVA_HOME", folder.toString()));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith(
                        "trainkit: Java is missing: there is no java in JAVA_HOME, "
                                + folder
                                + ".");
    }

    @Test
    void refusesAJavaThatIsTooOld() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("jdk-11/bin"));
        program(bin.resolve("java"));
        Files.writeString(folder.resolve("jdk-11/release"), "JAVA_VERSION=\"11.0.2\"\n");

        Ran ran = version(LAUNCHER, Map.of("JAVA_HOME", bin.getParent().toString()));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith(
                        "trainkit: Java 11, found in JAVA_HOME, "
                                + bin.getParent()
                                + ", is too old. Install a JDK 17 or later");
    }

    @Test
    void allowsNativeLibrariesWhereJavaAsksForItAndUsesNoArchiveOfAnotherJava() throws IOException {
        assertThat(version(LAUNCHER, Map.of()).exitCode()).isZero(); // builds where that is needed

        assertThat(argumentsForJava("25.0.1"))
                .contains("--enable-native-access=ALL-UNNAMED")
                .contains("--sun-misc-unsafe-memory-access=allow")
                .noneMatch(argument -> argument.contains("SharedArchiveFile"))
                .endsWith("dev.trainkit.cli.Main", "--version");
        assertThat(argumentsForJava("17.0.15"))
                .noneMatch(argument -> argument.startsWith("--enable"))
                .noneMatch(argument -> argument.contains("SharedArchiveFile"));
    }

    /** What a Java of that version is started with. */
    private List<String> argumentsForJava(String version) throws IOException {
        Path bin = Files.createDirectories(folder.resolve(version).resolve("bin"));
        program(bin.resolve("java"), "printf '%s\\n' \"$@\"");
        Files.writeString(bin.resolveSibling("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Ran ran = version(LAUNCHER, Map.of("JAVA_HOME", bin.getParent().toString()));
        return ran.out().lines().toList();
    }

    @Test
    void saysThatBuildingNeedsACompiler() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("jre/bin"));
        program(bin.resolve("java"));
        Path launcher = copyWithoutBuild(folder.resolve("clone"));

        Ran ran = version(launcher, Map.of("JAVA_HOME", bin.getParent().toString()));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith(
                        "trainkit: A JDK is needed to build trainkit, and "
                                + bin.resolve("java")
                                + " comes without a compiler.");
    }

    @Test
    void saysHowToGetMavenWhereThereIsNone() throws IOException {
        Path launcher = copyWithoutBuild(folder.resolve("clone"));

        Ran ran =
                version(
                        launcher,
                        Map.of("PATH", programs(), "JAVA_HOME", System.getProperty("java.home")));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith("trainkit: Maven is needed to build trainkit, and there is no mvn on")
                .contains("apt-get install maven");
    }

    @Test
    @EnabledOnOs(OS.LINUX) // where /dev/full is a disk that is always full
    void failsWhenResultsCannotBeWritten() throws IOException, InterruptedException {
        Path err = folder.resolve("err.txt");
        int exitCode =
                Ran.process(folder, LAUNCHER, Map.of(), "--help")
                        .redirectOutput(Path.of("/dev/full").toFile())
                        .redirectError(err.toFile())
                        .start()
                        .waitFor();

        assertThat(exitCode).isEqualTo(1);
        assertThat(err).content().contains("could not be written: No space left on device.");
    }

    private Ran version(Path launcher, Map<String, String> environment) {
        return Ran.launched(folder, launcher, environment, "--version");
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Ran.HOME.resolve("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("trainkit-.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What the launcher is built from, in a folder of its own, without {@code target}. */
    private static Path copyWithoutBuild(Path clone) throws IOException {
        for (String part :
                new String[] {
                    "pom.xml", ".mvn", "src/main/java", "src/main/resources", "scripts/trainkit"
                }) {
            copy(Ran.HOME.resolve(part), clone.resolve(part));
        }
        return clone.resolve("scripts/trainkit");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** A PATH with what the launcher calls, and neither java nor mvn. */
    private String programs() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("programs"));
        for (String name : new String[] {"bash", "dirname", "readlink", "find", "head", "mkdir"}) {
            String place = Files.exists(Path.of("/usr/bin", name)) ? "/usr/bin/" : "/bin/";
            program(bin.resolve(name), "exec " + place + name + " \"$@\"");
        }
        return bin.toString();
    }

    private static void program(Path file, String... lines) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
