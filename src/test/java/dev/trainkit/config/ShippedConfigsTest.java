package dev.trainkit.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedConfigsTest {

    static List<Path> configs() throws IOException {
        try (Stream<Path> files =
                Files.list(Path.of(System.getProperty("trainkit.home"), "config"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("configs")
    void statesOnlyWhatDiffersFromTheDefaults(Path file) {
        ResolvedConfig resolved = RunConfig.resolve(file, List.of());
        RunConfig config = resolved.config();
        RunConfig ofTheChosen =
                RunConfig.of(
                        "model.name=" + config.model().name(),
                        "train.loss=" + config.train().loss(),
                        "optimizer.name=" + config.optimizer().name(),
                        "schedule.name=" + config.schedule().name());
        for (Section.Key key : Section.allKeys()) {
            boolean chooses = key.toString().equals(key.section().choiceKey());
            RunConfig defaults = chooses ? RunConfig.of() : ofTheChosen;
            boolean stated = !resolved.origins().get(key.toString()).equals(ResolvedConfig.DEFAULT);
            assertThat(Objects.equals(value(key, config), value(key, defaults)))
                    .as("%s is its default", key)
                    .isEqualTo(!stated);
        }
    }

    private static Object value(Section.Key key, RunConfig config) {
        return key.valueIn(key.section().valueIn(config));
    }
}
