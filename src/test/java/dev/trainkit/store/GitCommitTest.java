package dev.trainkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCommitTest {

    private static final String ONE = "1".repeat(40);
    private static final String TWO = "2".repeat(40);

    @TempDir private Path folder;
    private Path git;

    @BeforeEach
    void makeFolder() throws IOException {
        git = Files.createDirectories(folder.resolve(".git"));
        Files.createDirectories(git.resolve("refs/heads"));
    }

    @Test
    void followsABranchToItsCommit() throws IOException {
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
        assertThat(GitCommit.of(folder)).isEmpty(); // no commit yet
        Files.writeString(
                git.resolve("packed-refs"),
                "# pack-refs with: peeled\n" + ONE + " refs/heads/main\n");
        assertThat(GitCommit.of(folder)).contains(ONE);
        Files.writeString(git.resolve("refs/heads/main"), TWO + "\n"); // newer than the packed one
        assertThat(GitCommit.of(folder)).contains(TWO);
    }

    @Test
    void takesADetachedHeadAsItIs() throws IOException {
        Files.writeString(git.resolve("HEAD"), ONE + "\n");
        assertThat(GitCommit.of(folder)).contains(ONE);
    }

    @Test
    void readsNothingOutsideOfGitsFolder() throws IOException {
        Files.writeString(folder.resolve("secret"), ONE);
        Files.writeString(git.resolve("HEAD"), "ref: ../secret");
        assertThat(GitCommit.of(folder)).isEmpty();
        assertThat(GitCommit.of(folder.resolve("refs"))).isEmpty();
    }
}
