package dev.trainkit.spring.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The model directories under a folder. A name from outside is compared, never resolved. */
record RunFolder(Path folder) {

    List<RunView> runs() {
        List<RunView> runs = new ArrayList<>();
        for (Path directory : directories()) {
            try {
                runs.add(RunView.of(directory));
            } catch (IOException e) {
                // it was removed a moment ago
            }
        }
        return runs;
    }

    Optional<Path> report(String run) {
        return directories().stream()
                .filter(directory -> directory.getFileName().toString().equals(run))
                .map(directory -> directory.resolve("report.html"))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private List<Path> directories() {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(RunFolder::isRun).sorted().toList();
        } catch (IOException e) {
            return List.of(); // the first run makes it
        }
    }

    private static boolean isRun(Path directory) {
        return Files.isRegularFile(directory.resolve("model.json"))
                || Files.isRegularFile(directory.resolve("history.jsonl"))
                || Files.isDirectory(directory.resolve("checkpoints"));
    }
}
