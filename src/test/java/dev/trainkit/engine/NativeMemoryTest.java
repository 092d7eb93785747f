package dev.trainkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NativeMemoryTest {

    private static final Engine ENGINE = Engines.load("PyTorch");

    @Test
    void countsArraysOnEveryManagerUntilTheyAreFreed() {
        int before = NativeMemory.liveArrays(ENGINE);
        try (NDManager manager = ENGINE.newBaseManager();
                NDManager child = manager.newSubManager()) {
            NDArray first = manager.ones(new Shape(2));
            child.ones(new Shape(2));
            assertThat(NativeMemory.liveArrays(ENGINE)).isEqualTo(before + 2);
            first.close();
            assertThat(NativeMemory.liveArrays(ENGINE)).isEqualTo(before + 1);
        }
        assertThat(NativeMemory.liveArrays(ENGINE)).isEqualTo(before);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void seesWhatNativeArraysTake() {
        long before = NativeMemory.residentBytes();
        try (NDManager manager = ENGINE.newBaseManager()) {
            manager.ones(new Shape(25_000_000)); // 100 MB
            assertThat(NativeMemory.residentBytes() - before).isBetween(80_000_000L, 200_000_000L);
        }
    }
}
