package dev.trainkit.predict;

import java.util.List;

/**
 * What a model says about one picture.
 *
 * @param ranking every class, the most probable first; the probabilities add up to 1
 */
public record Prediction(List<Score> ranking) {

    /** One class and its probability, 0 to 1. */
    public record Score(String label, double probability) {}

    public Prediction {
        ranking = List.copyOf(ranking);
    }

    /** The most probable class. */
    public String label() {
        return ranking.get(0).label();
    }

    /** Its probability, 0 to 1. */
    public double probability() {
        return ranking.get(0).probability();
    }

    /** The {@code k} most probable classes, or all where there are fewer. */
    public List<Score> top(int k) {
        return ranking.subList(0, Math.min(k, ranking.size()));
    }
}
