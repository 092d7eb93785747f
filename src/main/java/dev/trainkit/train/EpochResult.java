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
 * @param residentBytes of memory that the process occupies after the epoch; null where the system
 *     does not tell
 * @param liveArrays of the engine in the whole process after the epoch
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
        double imagesPerSecond,
        Long residentBytes,
        int liveArrays) {

    /** The loss that a schedule waits for to fall: of validation, where there is any. */
    double lossToLower() {
        return validationLoss == null ? trainLoss : validationLoss;
    }
}
