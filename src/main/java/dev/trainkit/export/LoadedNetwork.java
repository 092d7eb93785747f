package dev.trainkit.export;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;

/** An exported model in the hands of a runtime. */
interface LoadedNetwork extends AutoCloseable {

    /** Who runs it, with the version: {@code ONNX Runtime 1.29.0}. */
    String runtime();

    /**
     * The logits of a batch, picture by picture.
     *
     * @param values direct, in the machine's byte order
     */
    float[] logits(ByteBuffer values, DataType type, Shape shape);

    @Override
    void close();
}
