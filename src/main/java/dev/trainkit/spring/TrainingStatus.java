package dev.trainkit.spring;

/**
 * How a run of the {@link TrainingService} is.
 *
 * @param epoch those that have ended
 * @param epochs those that it has
 * @param trainLoss of the last epoch; null before its end
 * @param validationAccuracy likewise, 0 to 1; null where nothing is kept out for validation too
 * @param failure why it failed, and what to do; null unless it has
 */
public record TrainingStatus(
        String name,
        State state,
        int epoch,
        int epochs,
        Double trainLoss,
        Double validationAccuracy,
        String failure) {

    /** A run waits, is trained, and ends in one of three ways. */
    public enum State {
        WAITING,
        TRAINING,
        TRAINED,
        CANCELLED,
        FAILED;

        boolean isEnd() {
            return this == TRAINED || this == CANCELLED || this == FAILED;
        }
    }

    TrainingStatus with(State next) {
        return new TrainingStatus(
                name, next, epoch, epochs, trainLoss, validationAccuracy, failure);
    }
}
