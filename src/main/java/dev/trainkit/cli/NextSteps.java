package dev.trainkit.cli;

import dev.trainkit.config.RunConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person looks at and tries after a run.
 *
 * @param files that show the run
 * @param commands ready to be pasted, the one that a newcomer tries next first
 */
record NextSteps(List<String> files, List<String> commands) {

    static NextSteps of(Path directory, RunConfig config) {
        List<String> files = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        Path report = directory.resolve("report.html");
        if (Files.exists(report)) {
            files.add(report.toString());
        }
        boolean digits = config.data().name().equals("mnist");
        String picture = digits ? Home.sampleDigit().toString() : "PICTURE";
        String model = directory.toString();
        commands.add(ShellWords.of(Home.command(), "predict", "--model", model, picture));
        commands.add(ShellWords.of(Home.command(), "evaluate", "--model", model));
        commands.add(ShellWords.of(Home.command(), "serve", "--model", model));
        if (config.report().tensorboard()) {
            commands.add(ShellWords.of("tensorboard", "--logdir", directory.toString()));
        }
        return new NextSteps(files, commands);
    }

    String toText() {
        return rows("Report", files) + rows("Try it", commands);
    }

    private static String rows(String name, List<String> values) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            rows.append("%-12s%s\n".formatted(i == 0 ? name : "", values.get(i)));
        }
        return rows.toString();
    }
}
