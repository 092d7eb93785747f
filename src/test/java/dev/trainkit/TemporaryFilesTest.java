package dev.trainkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFilesTest {

    private static final String PROPERTY = "java.io.tmpdir";

    private final String usual = System.getProperty(PROPERTY);

    @TempDir private Path folder;

    @AfterEach
    void asUsual() {
        System.setProperty(PROPERTY, usual);
    }

    @Test
    void namesTheFolderThatIsNotThereAndHowToSetAnother() {
        System.setProperty(PROPERTY, folder.resolve("none").toString());
        assertThatThrownBy(TemporaryFiles::requireRoom)
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "Temporary files cannot be written into %s: there is no such folder. Start Java with -Djava.io.tmpdir=DIR (the launcher takes it as TRAINKIT_JAVA_OPTS=-Djava.io.tmpdir=DIR), a folder that may be written."
                                .formatted(folder.resolve("none")));
        assertThatThrownBy(() -> TemporaryFiles.folder("a")).hasMessageContaining("no such folder");
    }

    @Test
    void namesAFileThatIsInThePlaceOfTheFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        System.setProperty(PROPERTY, file.toString());
        assertThatThrownBy(() -> TemporaryFiles.file("a", ".b"))
                .hasMessageStartingWith(
                        "Temporary files cannot be written into " + file + ": Not a directory. ");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // which has no such permissions
    void makesWhatItsOwnerAloneCanRead() throws IOException {
        System.setProperty(PROPERTY, folder.toString());
        assertThat(Files.getPosixFilePermissions(TemporaryFiles.file("a", ".b")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(TemporaryFiles.folder("a")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        TemporaryFiles.requireRoom();
        assertThat(folder.toFile().list()).hasSize(2);
    }
}
