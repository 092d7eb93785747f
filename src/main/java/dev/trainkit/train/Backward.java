package dev.trainkit.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * A backward pass that has ended: the parameters have its gradients, and no step is taken yet. The
 * arrays are freed after the step.
 *
 * @param step that it is for, counted from 1 over the whole run
 * @param predictions logits (N, classes)
 * @param loss a scalar
 */
public record Backward(int step, NDList predictions, NDArray loss) {}
