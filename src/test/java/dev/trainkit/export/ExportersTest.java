package dev.trainkit.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.Slow;
import dev.trainkit.TrainkitException;
import dev.trainkit.eval.AnsweringProgress;
import dev.trainkit.model.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The contract that every format keeps, for every listed model. */
@Slow
class ExportersTest {

    private static final int PICTURES = 20;

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> everyModelLeavesInEveryFormat() {
        return Models.names().stream()
                .flatMap(
                        model ->
                                Exporters.names().stream()
                                        .map(
                                                format ->
                                                        dynamicTest(
                                                                model + " as " + format,
                                                                () -> leaves(model, format))));
    }

    private void leaves(String model, String format) throws IOException {
        Path directory = folder.resolve(model);
        if (Files.notExists(directory)) {
            Exportable.model(model, directory);
        }
        Path out = folder.resolve(model + "-" + format);
        ModelExport.Exported exported =
                new ModelExport(ExportRequest.of(directory, format, out), Exporters.named(format))
                        .run(manifest -> few(Trial.random(manifest)), AnsweringProgress.NONE);

        assertThat(exported.path()).isEqualTo(out).exists();
        Verification verification = exported.report().verification();
        assertThat(verification.pictures()).isEqualTo(PICTURES);
        assertThat(verification.sameTop1()).isEqualTo(PICTURES);
        assertThat(verification.largestDifference()).isLessThanOrEqualTo(allowed(format));
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve(out.getFileName() + ".json").toFile());
        assertThat(report.path("format").asText()).isEqualTo(format);
        assertThat(report.path("model").path("classes").size()).isEqualTo(10);
        assertThat(report.path("verification").path("sameTop1").asInt()).isEqualTo(PICTURES);
    }

    /** The same libtorch with the same operations rounds alike; it once got another layout. */
    private static double allowed(String format) {
        return format.equals("torchscript") ? 0 : 1e-4;
    }

    private static Trial few(Trial trial) {
        return new Trial(trial.pictures().first(PICTURES), trial.source());
    }

    @Test
    void listsTheFormatsWhenOneIsUnknown() {
        assertThatThrownBy(() -> Exporters.named("tflite"))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "Unknown format 'tflite'. The formats are: %s. Set --format to one of them."
                                .formatted(String.join(", ", Exporters.names())));
    }
}
