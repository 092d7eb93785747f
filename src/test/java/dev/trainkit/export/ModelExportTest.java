package dev.trainkit.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.trainkit.TrainkitException;
import dev.trainkit.eval.AnsweringProgress;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.TrainedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelExportTest {

    @TempDir private Path folder;
    private Path model;
    private Path out;

    @BeforeEach
    void makeModel() {
        model = Exportable.model("mlp", folder.resolve("model"));
        out = folder.resolve("mlp.pt");
    }

    @Test
    void reportsTheDigestOfTheFileAndWhatItWasAsked() throws Exception {
        ExportReport report = run(request(NetworkGraph.DYNAMIC, false), out);

        assertThat(report.sha256()).isEqualTo(Map.of("mlp.pt", sha256(out)));
        assertThat(report.bytes()).isEqualTo(Files.size(out));
        assertThat(report.verification().inputs()).isEqualTo("random pixels");
        assertThat(report.verification().pictures()).isEqualTo(1000);
        assertThat(report.verification().runtime()).isEqualTo("libtorch 2.7.1");
        assertThat(report.model().input())
                .isEqualTo(
                        new ExportMetadata.Input(
                                "float32", List.of(-1L, 1L, 32L, 32L), "NCHW", true));
    }

    @Test
    void writesTheSameBytesAgain() throws IOException {
        run(request(NetworkGraph.DYNAMIC, false), out);
        byte[] first = Files.readAllBytes(out);
        run(request(NetworkGraph.DYNAMIC, false), out);

        assertThat(Files.readAllBytes(out)).isEqualTo(first);
    }

    @Test
    void takesPixelsWhereThePreprocessingIsInside() {
        ExportReport report = run(request(NetworkGraph.DYNAMIC, true), out);

        assertThat(report.verification().sameTop1()).isEqualTo(1000);
        assertThat(report.model().input())
                .isEqualTo(
                        new ExportMetadata.Input(
                                "uint8", List.of(-1L, 28L, 28L, 3L), "NHWC", false));
    }

    @Test
    void takesANumberOfPicturesThatDoesNotDivideThem() {
        assertThat(run(request(300, false), out).verification().pictures()).isEqualTo(1000);
        assertThat(run(request(1001, false), out).verification().pictures()).isEqualTo(1000);
    }

    /** Whose answers are off by a little, from a file that it has read. */
    private record Inexact(float error) implements Exporter {

        @Override
        public String name() {
            return "torchscript";
        }

        @Override
        public String suffix() {
            return ".pt";
        }

        @Override
        public boolean holdsTheNetwork() {
            return true;
        }

        @Override
        public void write(ExportedModel exported, Path target) throws IOException {
            new TorchScriptExporter().write(exported, target);
        }

        @Override
        public LoadedNetwork open(ExportedModel exported, Path written) throws IOException {
            LoadedNetwork exact = new TorchScriptExporter().open(exported, written);
            return new LoadedNetwork() {

                @Override
                public String runtime() {
                    return "a runtime";
                }

                @Override
                public float[] logits(ByteBuffer values, DataType type, Shape shape) {
                    float[] logits = exact.logits(values, type, shape);
                    logits[0] += error;
                    return logits;
                }

                @Override
                public void close() {
                    exact.close();
                }
            };
        }
    }

    @Test
    void removesAFileThatDisagrees() throws IOException {
        ModelExport export =
                new ModelExport(request(NetworkGraph.DYNAMIC, false), new Inexact(0.25f));

        assertThatThrownBy(() -> export.run(Trial::random, AnsweringProgress.NONE))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(
                        "a runtime disagrees with the model on random pixels: the same class first"
                                + " for ")
                .hasMessageEndingWith(
                        " of 1,000 pictures, and logits up to 0.25 apart where 1e-04 is allowed. The"
                                + " file was removed. Export to another format, and report this as"
                                + " a defect of trainkit.");
        assertThat(names()).containsExactly("model");
    }

    /** Of weights so large that their last bit is more than what logits may be apart. */
    @Test
    void saysWhereFloat32IsTooCoarse() throws IOException {
        Path large = large(folder.resolve("large"));
        ExportRequest request = ExportRequest.of(large, "torchscript", out);
        ModelExport export = new ModelExport(request, new Inexact(0.002f));

        assertThatThrownBy(() -> export.run(Trial::random, AnsweringProgress.NONE))
                .isInstanceOf(TrainkitException.class)
                .hasMessageMatching(
                        "a runtime disagrees with the model on random pixels: the same class first"
                                + " for 1,000 of 1,000 pictures, and logits up to 0\\.002\\d? apart"
                                + " where 1e-04 is allowed\\. The file was removed\\. It is float32"
                                + " that is too coarse for this network: with each weight changed by"
                                + " its last bit, the model's own logits move by up to 0\\.00\\d+\\."
                                + " Export to torchscript, which rounds as trainkit does, or allow it"
                                + " with --allow-rounding\\.");
        assertThat(names()).containsExactlyInAnyOrder("model", "large");
    }

    @Test
    void keepsWhatFloat32LeavesOpenWhereThatIsAllowed() {
        ModelExport export = new ModelExport(allowingRounding(), new Inexact(0.002f));

        Verification verification =
                export.run(Trial::random, AnsweringProgress.NONE).report().verification();

        assertThat(verification.sameTop1()).isEqualTo(1000);
        assertThat(verification.largestDifference()).isBetween(0.0019, 0.003);
        assertThat(verification.lastBit()).isBetween(0.0005, 0.01);
        assertThat(out).exists();
    }

    @Test
    void allowsNoMoreThanWhatFloat32LeavesOpen() throws IOException {
        ModelExport export = new ModelExport(allowingRounding(), new Inexact(0.25f));

        assertThatThrownBy(() -> export.run(Trial::random, AnsweringProgress.NONE))
                .isInstanceOf(TrainkitException.class)
                .hasMessageEndingWith("report this as a defect of trainkit.");
        assertThat(names()).containsExactlyInAnyOrder("model", "large");
    }

    private ExportRequest allowingRounding() {
        Path large = large(folder.resolve("large"));
        return new ExportRequest(
                large, "torchscript", out, NetworkGraph.DYNAMIC, false, null, true);
    }

    private Path large(Path path) {
        TrainedModel trained = ModelDirectory.load(model);
        Map<String, Tensor> tensors = new LinkedHashMap<>(trained.weights().tensors());
        tensors.replaceAll((name, tensor) -> name.startsWith("fc2") ? times(tensor) : tensor);
        try (ModelDirectory directory = ModelDirectory.create(path, false)) {
            directory.save(trained.manifest(), new Weights(tensors), "data: {path: nowhere}\n");
        }
        return path;
    }

    private static Tensor times(Tensor tensor) {
        float[] values = tensor.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= 1 << 14;
        }
        return new Tensor(tensor.shape(), values);
    }

    @Test
    void leavesTheFormerFileWhereTheNewOneDisagrees() throws IOException {
        run(request(NetworkGraph.DYNAMIC, false), out);
        byte[] former = Files.readAllBytes(out);
        ModelExport export =
                new ModelExport(request(NetworkGraph.DYNAMIC, false), new Inexact(0.25f));

        assertThatThrownBy(() -> export.run(Trial::random, AnsweringProgress.NONE))
                .isInstanceOf(TrainkitException.class);
        assertThat(Files.readAllBytes(out)).isEqualTo(former);
        assertThat(names()).containsExactlyInAnyOrder("model", "mlp.pt", "mlp.pt.json");
    }

    @Test
    void hearsOfEachPictureThatTheFileIsAskedAbout() {
        List<Integer> heard = new ArrayList<>();

        ModelExport.run(
                request(300, false),
                (done, total) -> {
                    assertThat(total).isEqualTo(1000);
                    heard.add(done);
                });

        assertThat(heard).containsExactly(300, 600, 900, 1000);
    }

    @Test
    void countsNotANumberAsDisagreement() throws IOException {
        ModelExport export =
                new ModelExport(request(NetworkGraph.DYNAMIC, false), new Inexact(Float.NaN));

        assertThatThrownBy(() -> export.run(Trial::random, AnsweringProgress.NONE))
                .isInstanceOf(TrainkitException.class)
                .hasMessageContaining("logits up to NaN apart");
        assertThat(names()).containsExactly("model");
    }

    @Test
    void replacesNoFolder() {
        assertThatThrownBy(() -> ModelExport.run(ExportRequest.of(model, "torchscript", folder)))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        folder
                                + " is a folder, and no folder is replaced. Name another with --out,"
                                + " or remove it.");
    }

    @Test
    void namesAFolderThatIsNotThere() {
        Path nowhere = folder.resolve("nowhere/mlp.pt");

        assertThatThrownBy(() -> ModelExport.run(ExportRequest.of(model, "torchscript", nowhere)))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "The model could not be exported to "
                                + nowhere
                                + ": it does not exist. Check the path, its permissions and the"
                                + " free space.");
    }

    @Test
    void takesNoBatchOfZero() {
        assertThatThrownBy(() -> request(0, false))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "A batch must be dynamic or of 1 to 1000000 pictures, but was 0. Set"
                                + " --batch.");
    }

    private static ExportReport run(ExportRequest request, Path out) {
        ModelExport.Exported exported = ModelExport.run(request);
        assertThat(exported.path()).isEqualTo(out);
        return exported.report();
    }

    private ExportRequest request(long batch, boolean withPreprocessing) {
        return new ExportRequest(model, "torchscript", out, batch, withPreprocessing, null, false);
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
