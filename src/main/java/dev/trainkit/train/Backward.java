package dev.trainkit.train;

import ai.djl.ndarray.NDList;

/**
 * A backward pass that has ended: the parameters have its gradients, and no step is taken yet.
 *
 * @param step that it is for, counted from 1 over the whole run
 * @param loss mean over the batch
 * @param predictions logits (N, classes) of each part that the last batch was computed in; freed
 *     after the step
 */
public record Backward(int step, float loss, NDList predictions) {}
