package dev.trainkit.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.trainkit.eval.Answers;
import dev.trainkit.eval.Scores;

/**
 * What {@code evaluate} prints.
 *
 * @param loss by the run's own loss
 * @param temperature what the logits were divided by for the probabilities
 * @param scores with these probabilities
 */
record TestFigures(double loss, double temperature, @JsonUnwrapped Scores scores) {

    static TestFigures of(Answers answers, double temperature) {
        return new TestFigures(
                answers.evaluation().loss(),
                temperature,
                Scores.of(answers.predictions().atTemperature(temperature)));
    }
}
