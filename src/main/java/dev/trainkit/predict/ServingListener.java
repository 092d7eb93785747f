package dev.trainkit.predict;

import dev.trainkit.predict.OverloadException.Reason;
import java.util.function.Supplier;

/** Told what a served model does, by the threads that do it. */
public interface ServingListener {

    /** Runs a call, waiting included, and may look at how long it takes and how it ends. */
    default <T> T call(String model, Supplier<T> call) {
        return call.get();
    }

    /** The network was asked about so many pictures at once. */
    default void batchRan(String model, int pictures) {}

    /** A call was refused. */
    default void rejected(String model, Reason reason) {}
}
