package dev.trainkit.store;

import dev.trainkit.model.Weights;

/** A model as it was read from its directory: checked, and on the heap. */
public record TrainedModel(Manifest manifest, Weights weights) {}
