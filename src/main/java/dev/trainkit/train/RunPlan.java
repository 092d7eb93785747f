package dev.trainkit.train;

import dev.trainkit.config.RunConfig;
import dev.trainkit.engine.Backend;
import java.util.List;

/**
 * What a run is about to do.
 *
 * @param trainPictures pictures that it learns from in each epoch
 * @param validationPictures pictures kept out of the training set; 0 where none are
 * @param testPictures pictures that it is tested on once, at the end
 * @param stepsPerEpoch steps of an epoch, the last over what pictures are left
 * @param stepsDone steps that were taken before, where the run goes on
 * @param notes sentences about what the run starts from
 */
public record RunPlan(
        RunConfig config,
        Backend backend,
        int trainPictures,
        int validationPictures,
        int testPictures,
        int stepsPerEpoch,
        int stepsDone,
        List<String> notes) {

    public RunPlan {
        notes = List.copyOf(notes);
    }
}
