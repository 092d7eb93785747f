package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DoctorIT {

    @TempDir private Path folder;

    @Test
    void findsEverythingOnAMachineThatCanTrain() throws IOException {
        Ran ran = doctor(Map.of(), "--json");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        JsonNode found = new ObjectMapper().readTree(ran.out());
        assertThat(found.at("/java/version").asText())
                .isEqualTo(System.getProperty("java.version"));
        assertThat(found.at("/cores").asInt())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(found.at("/engine/version").asText()).isEqualTo("2.7.1");
        assertThat(found.at("/engine/devices").toString()).contains("\"cpu\"");
        assertThat(Path.of(found.at("/engine/nativeLibrary").asText()))
                .isDirectoryContaining("glob:**torch*");
        assertThat(Path.of(found.at("/data/0/folder").asText()))
                .isEqualTo(Ran.HOME.resolve("src/main/dist/data/mnist"));
        assertThat(found.at("/faults")).isEmpty();
    }

    @Test
    void printsALineForEachThing() {
        Ran ran = doctor(Map.of("DJL_OFFLINE", "true"));

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out().lines().map(line -> line.substring(0, Math.min(9, line.length()))))
                .map(String::strip)
                .containsExactly(
                        "trainkit",
                        "Java",
                        "System",
                        "Cores",
                        "Memory",
                        "Engine",
                        "Library",
                        "Devices",
                        "Threads",
                        "Data",
                        "",
                        "Network",
                        "",
                        "Nothing i");
        assertThat(ran.out()).contains("Network   not used: DJL is told to stay offline\n");
    }

    @Test
    void goesOnWhereTheEngineCannotBeLoadedAndSaysHowToMendIt() throws IOException {
        Path broken =
                Files.writeString(folder.resolve(System.mapLibraryName("torch")), "no library");

        Ran ran = doctor(Map.of("PYTORCH_LIBRARY_PATH", folder.toString()));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out())
                .contains("Library   could not be loaded\n")
                .contains("Data      mnist: ")
                .contains("Fault     The native library of PyTorch could not be loaded: " + broken)
                .endsWith(
                        "Remedy    unset PYTORCH_LIBRARY_PATH, or set it to the folder lib of a"
                                + " libtorch 2.7.1.\n");
    }

    @Test
    void saysWhereToUnpackTheLibraryWhereItsFolderIsNone() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        Ran ran = doctor(Map.of("ENGINE_CACHE_DIR", file.toString()));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out())
                .endsWith(
                        "Remedy    export ENGINE_CACHE_DIR=DIR, a folder with 1 GB of room that may"
                                + " be written: the library is unpacked there, not in "
                                + file.resolve("pytorch")
                                + ".\n");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // which has no such permissions
    void loadsNoLibraryFromAFolderIntoWhichOthersMayWrite() throws IOException {
        Path cache = Files.createDirectories(folder.resolve("cache/pytorch"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        Ran ran = doctor(Map.of("ENGINE_CACHE_DIR", cache.getParent().toString()));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out())
                .contains("could not be loaded: others may write into " + cache.toRealPath() + "\n")
                .contains("export ENGINE_CACHE_DIR=DIR, a folder of your own that nobody else may");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void saysHowToGiveJavaMoreMemory() {
        Ran ran = doctor(Map.of("TRAINKIT_JAVA_OPTS", "-Xmx64m"));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out())
                .contains("Fault     Java may take only ")
                .endsWith("Remedy    export TRAINKIT_JAVA_OPTS=-Xmx1g\n");
    }

    private Ran doctor(Map<String, String> environment, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "doctor";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Ran.launched(folder, Ran.HOME.resolve("scripts/trainkit"), environment, all);
    }
}
