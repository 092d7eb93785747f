package dev.trainkit.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        List<String> defaults = RunConfig.of().toYaml().lines().toList();
        List<String> values = resolved.config().toYaml().lines().toList();
        List<String> commented = resolved.toYaml().lines().toList();

        for (int i = 0; i < values.size(); i++) {
            boolean stated = commented.get(i).contains("  # " + file);
            assertThat(values.get(i).equals(defaults.get(i)))
                    .as(commented.get(i))
                    .isEqualTo(!stated);
        }
    }
}
