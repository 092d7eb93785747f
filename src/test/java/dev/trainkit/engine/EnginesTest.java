package dev.trainkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.config.EngineConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnginesTest {

    @AfterEach
    void forTheTestsThatFollow() {
        Engines.open();
    }

    @Test
    void autoMeansAllThreadsWhateverAnotherUserOfTheEngineAskedFor() {
        int usual = Engines.open().threads();

        int asked = Engines.open(withThreads(usual + 1)).threads();

        assertThat(asked).isEqualTo(usual + 1);
        assertThat(Engines.open().threads()).isEqualTo(usual);
    }

    @Test
    void aThreadComputesAsItsBackendSaysWhateverOthersHaveAskedFor() throws Exception {
        Backend backend = Engines.open(withThreads(3));
        Engines.open(withThreads(4));
        int[] seen = new int[1];

        Thread thread =
                new Thread(
                        () -> {
                            backend.useThreads();
                            seen[0] = Engines.threads();
                        });
        thread.start();
        thread.join();

        assertThat(seen[0]).isEqualTo(3);
        assertThat(Engines.threads()).isEqualTo(4);
    }

    private static EngineConfig withThreads(int threads) {
        return new EngineConfig("PyTorch", "cpu", String.valueOf(threads), true);
    }
}
