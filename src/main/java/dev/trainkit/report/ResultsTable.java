package dev.trainkit.report;

import dev.trainkit.train.EpochResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The epochs of a run as a table for spreadsheets. */
final class ResultsTable {

    private static final List<String> COLUMNS =
            List.of(
                    "epoch",
                    "step",
                    "train loss",
                    "train accuracy",
                    "validation loss",
                    "validation accuracy",
                    "learning rate",
                    "seconds",
                    "images per second");

    private ResultsTable() {}

    static byte[] of(List<EpochResult> epochs) {
        return CsvTable.write(COLUMNS, epochs.stream().map(ResultsTable::row).toList())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static List<Object> row(EpochResult epoch) {
        return Arrays.asList(
                epoch.epoch(),
                epoch.step(),
                epoch.trainLoss(),
                epoch.trainAccuracy(),
                epoch.validationLoss(),
                epoch.validationAccuracy(),
                epoch.learningRate(),
                epoch.seconds(),
                epoch.imagesPerSecond());
    }
}
