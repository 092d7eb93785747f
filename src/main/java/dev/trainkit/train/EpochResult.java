package dev.trainkit.train;

/**
 * One epoch; the means are weighted by pictures.
 *
 * @param epoch counted from 1
 * @param step steps since the run began
 * @param trainLoss mean over the epoch, each picture as it was before its step
 * @param trainAccuracy likewise, 0 to 1
 * @param validationLoss after the epoch; null where nothing was kept out for validation
 * @param validationAccuracy likewise, 0 to 1
 * @param learningRate of the epoch's last step
 * @param seconds of the training part alone
 * @param imagesPerSecond of the training part alone
 */
public record EpochResult(
        int epoch,
        int step,
        double trainLoss,
        double trainAccuracy,
        Double validationLoss,
        Double validationAccuracy,
        double learningRate,
        double seconds,
        double imagesPerSecond) {

    /** The loss that a schedule waits for to fall: of validation, where there is any. */
    double lossToLower() {
        return validationLoss == null ? trainLoss : validationLoss;
    }
}
