package dev.trainkit.export;

import ai.djl.ndarray.NDArray;

/** How calls of one method are written down. */
interface Rule {

    /** Whether a call with these arguments can be; others of the method may be followed inside. */
    default boolean takes(Call call) {
        return true;
    }

    void write(Recording recording, Call call, NDArray output);
}
