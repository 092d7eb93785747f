package dev.trainkit.export;

import java.util.List;

/**
 * What one step of a network computes, in the two languages that carry whole networks. The inputs
 * are names of the language; the shape is the output's, with {@link NetworkGraph#DYNAMIC} where a
 * dimension follows from the number of pictures.
 */
interface Operation {

    /** An expression of TorchScript. */
    String torch(List<String> inputs, List<Long> shape);

    /** Adds the nodes of ONNX; the last of them gives the result. */
    void onnx(OnnxNodes nodes, List<String> inputs, List<Long> shape);
}
