package dev.trainkit.train;

/**
 * One step.
 *
 * @param epoch counted from 1
 * @param step counted from 1 over the whole run
 * @param stepOfEpoch counted from 1 in each epoch
 * @param loss of the step's pictures, before the step
 * @param learningRate of the step
 * @param epochLoss mean over the epoch's pictures so far
 * @param epochAccuracy share of the epoch's pictures so far that were right before their step
 * @param epochPictures the epoch's pictures so far
 */
public record StepResult(
        int epoch,
        int step,
        int stepOfEpoch,
        float loss,
        double learningRate,
        double epochLoss,
        double epochAccuracy,
        long epochPictures) {}
