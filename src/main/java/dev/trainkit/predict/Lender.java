package dev.trainkit.predict;

import dev.trainkit.store.Manifest;
import java.util.function.Function;

/** Where a classifier gets its network from, call by call. */
interface Lender extends AutoCloseable {

    /** Runs a call with a network that is not freed before it ends. */
    <T> T lend(Function<Lent, T> call);

    /** What is known of the model that would answer now. */
    Manifest manifest();

    @Override
    void close();
}
