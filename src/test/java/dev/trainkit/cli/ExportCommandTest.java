package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.export.Exportable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {

    @TempDir private Path folder;
    private String model;
    private Path out;

    @BeforeEach
    void makeModel() {
        model = Exportable.model("mlp", folder.resolve("model")).toString();
        out = folder.resolve("mlp.pt");
    }

    @Test
    void saysWhatItWroteAndWhoVerifiedIt() throws IOException {
        Ran ran = Ran.here("export", "--model", model, "--format=torchscript", "--out=" + out);

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out().lines())
                .containsExactly(
                        String.format(
                                Locale.ROOT, "Exported    %s, %,d bytes", out, Files.size(out)),
                        "Verified    with libtorch 2.7.1 on random pixels: the same class first for"
                                + " all 1,000, logits within 0.0e+00",
                        "Report      " + out + ".json");
    }

    @Test
    void printsTheReportAsJson() throws IOException {
        Ran ran =
                Ran.here(
                        "export",
                        "--model=" + model,
                        "--format=torchscript",
                        "--batch=2",
                        "--with-preprocessing",
                        "--json",
                        "--out=" + out);

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        ObjectMapper json = new ObjectMapper();
        JsonNode report = json.readTree(ran.out());
        assertThat(report).isEqualTo(json.readTree(folder.resolve("mlp.pt.json").toFile()));
        assertThat(report.at("/model/input/shape").toString()).isEqualTo("[2,28,28,3]");
        assertThat(report.at("/model/input/type").asText()).isEqualTo("uint8");
    }

    @Test
    void takesNoWordForANumberOfPictures() {
        Ran ran = Ran.here("export", "--model", model, "--format=torchscript", "--batch=all");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .isEqualToNormalizingNewlines(
                        "--batch must be dynamic or a number, but was 'all'. Leave it out"
                                + " for any number of pictures.\n");
    }

    /** ONNX Runtime unpacks its library there. */
    @Test
    void namesTheTemporaryFolderThatIsNotThereAndLeavesNoFile() {
        String usual = System.setProperty("java.io.tmpdir", folder.resolve("none").toString());
        try {
            Ran ran = Ran.here("export", "--model", model, "--format=onnx", "--out=" + out);

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.err())
                    .isEqualToNormalizingNewlines(
                            "Temporary files cannot be written into %s: there is no such folder. Start Java with -Djava.io.tmpdir=DIR (the launcher takes it as TRAINKIT_JAVA_OPTS=-Djava.io.tmpdir=DIR), a folder that may be written.\n"
                                    .formatted(folder.resolve("none")));
            assertThat(out).doesNotExist();
        } finally {
            System.setProperty("java.io.tmpdir", usual);
        }
    }
}
