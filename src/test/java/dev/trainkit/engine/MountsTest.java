package dev.trainkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountsTest {

    private static final Mounts MOUNTS =
            new Mounts(
                    List.of(
                            "overlay / overlay rw,relatime 0 0",
                            "tmpfs /home tmpfs rw,nosuid,noexec,relatime 0 0",
                            "/dev/sdb1 /home/fast ext4 rw,relatime 0 0",
                            "/dev/sdc1 /media/a\\040disk ext4 rw,noexec 0 0",
                            "tmpfs /media/a\\040disk tmpfs rw 0 0"));

    @Test
    void findsTheMountFromWhichNoProgramMayRun() {
        assertThat(MOUNTS.withoutPrograms(Path.of("/home/me/.djl.ai")))
                .map(Mounts.Mount::point)
                .hasValue(Path.of("/home"));
    }

    @Test
    void theInnermostAndLastMountDecides() {
        assertThat(MOUNTS.withoutPrograms(Path.of("/home/fast/.djl.ai"))).isEmpty();
        assertThat(MOUNTS.withoutPrograms(Path.of("/media/a disk/cache"))).isEmpty();
        assertThat(MOUNTS.withoutPrograms(Path.of("/homes"))).isEmpty();
    }

    @Test
    void nothingIsKnownWhereThereIsNoTable() {
        assertThat(new Mounts(List.of()).withoutPrograms(Path.of("/home"))).isEmpty();
    }
}
