package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryIT {

    @TempDir private Path folder;

    @Test
    void showsTheDefaultNetworkFromAnyFolder() {
        Ran ran = Ran.launched(folder, "summary");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .startsWith(
                        """
                        LeNet(
                          (conv1): Conv2d(1, 6, kernel_size=(3, 3), stride=(1, 1))
                        """)
                .contains("\nTotal                    81,194        274,656       74,208\n");
    }
}
