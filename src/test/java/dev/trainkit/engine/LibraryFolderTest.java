package dev.trainkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS) // which has no such permissions
class LibraryFolderTest {

    private static final int SOMEBODY = 54321;

    @TempDir private Path folder;
    private Path cache;
    private Path library;

    @BeforeEach
    void unpack() throws IOException {
        folder = folder.toRealPath();
        cache = folder.resolve(".djl.ai/pytorch");
        library = Files.createDirectories(cache.resolve("2.7.1-cpu")).resolve("libtorch.so");
        Files.writeString(library, "");
        allow(folder, "rwxr-xr-x"); // and not to its owner alone, as JUnit has it
        allow(folder.resolve(".djl.ai"), "rwxr-xr-x");
        allow(cache, "rwxr-xr-x");
        allow(library.getParent(), "rwxr-xr-x");
        allow(library, "rw-r--r--");
    }

    @Test
    void takesAFolderThatIsOurs() {
        assertThat(ofUser(null).fault()).isEmpty();
    }

    @Test
    void makesAFolderThatIsOursAlone() throws IOException {
        Path fresh = folder.resolve("a/b");
        assertThat(new LibraryFolder(fresh, null, me()).fault()).isEmpty();
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("a"))))
                .isEqualTo("rwx------");
    }

    @Test
    void refusesEachPlaceIntoWhichOthersMayWrite() throws IOException {
        for (Path place : new Path[] {folder, cache.getParent(), cache, library.getParent()}) {
            allow(place, "rwxrwxrwx");
            assertThat(ofUser(null).fault())
                    .hasValueSatisfying(
                            fault ->
                                    assertThat(fault.problem())
                                            .isEqualTo("others may write into " + place));
            allow(place, "rwxr-xr-x");
        }
        allow(library, "rw-r--rw-");
        assertThat(ofUser(null).fault().orElseThrow().problem())
                .isEqualTo("others may write into " + library);
    }

    @Test
    void goesByTheWayInsideOfAFolderThatAPersonNames() throws IOException {
        allow(folder, "rwxrwxrwx"); // as a volume of a container is
        assertThat(ofUser(cache.getParent()).fault()).isEmpty();
        allow(cache.getParent(), "rwxrwxrwx");
        assertThat(ofUser(cache.getParent()).fault()).isPresent();
    }

    @Test
    void takesWhatNobodyElseComesTo() throws IOException {
        allow(library.getParent(), "rwxrwxrwx");
        allow(folder, "rwx------");
        assertThat(ofUser(null).fault()).isEmpty();
    }

    @Test
    void refusesWhatBelongsToSomebodyElse() throws IOException {
        assumeTrue(me() == 0, "only root can give files away");
        for (Path place : new Path[] {library, library.getParent(), cache, cache.getParent()}) {
            Files.setAttribute(place, "unix:uid", SOMEBODY);
            assertThat(ofUser(null).fault())
                    .hasValue(
                            new LibraryFolder.Fault(
                                    place + " belongs to " + SOMEBODY,
                                    "export ENGINE_CACHE_DIR=DIR, a folder of your own that nobody else may write into."));
            Files.setAttribute(place, "unix:uid", 0);
        }
    }

    /** As the folder for temporary files is: a link in it may be anybody's. */
    @Test
    void refusesALinkOfSomebodyElse() throws IOException {
        assumeTrue(me() == 0, "only root can give files away");
        Path link = Files.createSymbolicLink(folder.resolve("link"), cache.getParent());
        LibraryFolder linked = new LibraryFolder(link.resolve("pytorch"), null, 0);
        assertThat(linked.fault()).isEmpty();
        Process chown =
                new ProcessBuilder("chown", "-h", String.valueOf(SOMEBODY), link.toString())
                        .inheritIO()
                        .start();
        chown.onExit().join();
        assertThat(linked.fault().orElseThrow().problem())
                .isEqualTo(link + " belongs to " + SOMEBODY);
        Files.delete(link); // JUnit warns of links that lead out of its folder
    }

    private LibraryFolder ofUser(Path named) {
        return new LibraryFolder(cache, named, me());
    }

    private static long me() {
        return LibraryFolder.ofThisProcess().user();
    }

    private static void allow(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
