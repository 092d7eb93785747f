package dev.trainkit.spring;

/** Published to the application when a run changes its state, and at the end of each epoch. */
public record TrainingEvent(TrainingStatus status) {}
