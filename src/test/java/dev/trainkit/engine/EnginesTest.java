package dev.trainkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.config.EngineConfig;
import org.junit.jupiter.api.Test;

class EnginesTest {

    @Test
    void autoMeansAllThreadsWhateverAnotherUserOfTheEngineAskedFor() {
        int usual = Engines.open().threads();

        int asked = Engines.open(withThreads(usual + 1)).threads();

        assertThat(asked).isEqualTo(usual + 1);
        assertThat(Engines.open().threads()).isEqualTo(usual);
    }

    private static EngineConfig withThreads(int threads) {
        return new EngineConfig("PyTorch", "cpu", String.valueOf(threads), true);
    }
}
