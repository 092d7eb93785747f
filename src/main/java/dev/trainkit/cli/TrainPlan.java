package dev.trainkit.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.DataNotes;
import dev.trainkit.inspect.ModelSummary;
import dev.trainkit.train.RunPlan;
import dev.trainkit.train.TrainerRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What {@code train --dry-run} prints.
 *
 * @param model the directory that would be written
 * @param parameters how many numbers the network learns
 * @param runNotes what a run would say of itself; left out of JSON where there is nothing
 * @param notes what a run would say of its data; left out of JSON where there is nothing
 */
record TrainPlan(
        String model,
        String network,
        long parameters,
        String data,
        int trainPictures,
        int validationPictures,
        int testPictures,
        int epochs,
        int stepsPerEpoch,
        int batchSize,
        String engine,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> runNotes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes) {

    static TrainPlan of(TrainerRunner runner, Path directory) {
        RunPlan plan = runner.plan();
        RunConfig config = plan.config();
        return new TrainPlan(
                directory.toString(),
                config.model().name(),
                ModelSummary.of(runner.block()).parameters(),
                config.data().name(),
                plan.trainPictures(),
                plan.validationPictures(),
                plan.testPictures(),
                config.train().epochs(),
                plan.stepsPerEpoch(),
                config.train().batchSize(),
                plan.backend().toString(),
                plan.notes(),
                DataNotes.of(runner.data(), config.train().batchSize()));
    }

    /** The same for people. */
    String toText() {
        return String.format(
                Locale.ROOT,
                """
                Network  %s, %,d parameters
                Data     %s: %,d pictures to train on, %,d for validation, %,d for the test
                Run      %,d epochs of %,d steps, %,d pictures a step
                Engine   %s
                Model    %s
                Nothing was trained, and nothing written.
                """,
                network,
                parameters,
                data,
                trainPictures,
                validationPictures,
                testPictures,
                epochs,
                stepsPerEpoch,
                batchSize,
                engine,
                model);
    }
}
