package dev.trainkit.store;

/**
 * What a model scored on one part of the data.
 *
 * @param loss mean over the pictures
 * @param accuracy share of pictures whose most probable class is right, 0 to 1
 */
public record Figures(double loss, double accuracy) {}
