package dev.trainkit.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import dev.trainkit.engine.Engines;

import java.util.Arrays;
import java.util.Locale;

/** What this machine does at best with this libtorch: multiply-adds and bytes in a second. */
final class Limits {

    private static final int SIDE = 1024;
    private static final int FLOATS = 1 << 25; // 128 MiB, more than any cache
    private static final int RUNS = 15;

    private Limits() {}

    public static void main(String[] arguments) {
        try (NDManager manager = Engines.open().newManager()) {
            NDArray square = manager.randomUniform(0, 1, new Shape(SIDE, SIDE));
            NDArray large = manager.ones(new Shape(FLOATS));
            double product = fastest(() -> square.matMul(square).close());
            NDArray sum = large.duplicate(); // nothing is allocated while the clock runs
            double addition = fastest(() -> sum.addi(large));
            Measures.print(
                    String.format(
                            Locale.ROOT,
                            "\"gigaMultiplyAdds\": %.2f, \"gigaBytes\": %.2f",
                            (double) SIDE * SIDE * SIDE / product / 1e9,
                            3.0 * Float.BYTES * FLOATS / addition / 1e9));
        }
    }

    /** Seconds of the fastest run. */
    private static double fastest(Runnable operation) {
        double[] seconds = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            operation.run();
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        return Arrays.stream(seconds).min().orElseThrow();
    }
}
