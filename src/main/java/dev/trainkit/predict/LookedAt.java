package dev.trainkit.predict;

import java.util.List;

/**
 * An answer, and how the network came by it.
 *
 * @param ranking every class, the most probable first
 * @param input what the picture became: 0 for black to 255, rows from the top, the channels of a
 *     pixel beside one another
 * @param layer the first layer with weights, {@code conv1} for one
 * @param maps what that layer makes of the picture, from its smallest value as 0 to its largest as
 *     255; empty where they are no pictures
 */
public record LookedAt(
        String label,
        double probability,
        List<Prediction.Score> ranking,
        Map input,
        String layer,
        List<Map> maps) {

    /** Values of 0 to 255, rows from the top. */
    public record Map(int width, int height, List<Integer> values) {}
}
