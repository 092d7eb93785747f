package dev.trainkit.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.EngineConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.Datasets;
import dev.trainkit.data.ImageData;
import dev.trainkit.data.Preprocessing;
import dev.trainkit.engine.Engines;
import dev.trainkit.eval.AnsweringProgress;
import dev.trainkit.model.Models;
import dev.trainkit.model.Weights;
import dev.trainkit.store.AtomicFile;
import dev.trainkit.store.Json;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.Reasons;
import dev.trainkit.store.Sha256;
import dev.trainkit.store.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Writes a model in another format, has it read and run by somebody else, and keeps it only where
 * both agree on every picture.
 */
public final class ModelExport {

    private final ExportRequest request;
    private final Exporter exporter;
    private final Path target;

    ModelExport(ExportRequest request, Exporter exporter) {
        this.request = request;
        this.exporter = exporter;
        target = request.out() == null ? defaultTarget() : request.out();
    }

    private Path defaultTarget() {
        return Path.of(
                request.model().toAbsolutePath().normalize().getFileName() + exporter.suffix());
    }

    /**
     * What is there now.
     *
     * @param path what was written
     * @param sidecar the report, as JSON, beside it
     */
    public record Exported(Path path, Path sidecar, ExportReport report) {}

    /**
     * Exports a model. A file of the target's name is replaced, a folder is not.
     *
     * @throws TrainkitException when the model is damaged, its network cannot be followed, the file
     *     cannot be written, or whoever reads it again disagrees; no file is left then
     */
    public static Exported run(ExportRequest request) {
        return run(request, AnsweringProgress.NONE);
    }

    /**
     * As {@link #run(ExportRequest)}.
     *
     * @param progress hears how many pictures the file has been asked about
     */
    public static Exported run(ExportRequest request, AnsweringProgress progress) {
        return new ModelExport(request, Exporters.named(request.format()))
                .run(manifest -> trial(request, manifest), progress);
    }

    Exported run(Function<Manifest, Trial> trial, AnsweringProgress progress) {
        requireNetworkFor("--with-preprocessing", request.withPreprocessing());
        requireNetworkFor("--batch", request.batch() != NetworkGraph.DYNAMIC);
        requireNoFolder();
        TrainedModel trained = ModelDirectory.load(request.model());
        try (NDManager manager = Engines.open(onTheCpu()).newManager()) {
            Block block =
                    Models.load(
                            trained.manifest().architecture(),
                            trained.weights(),
                            manager,
                            request.model().toString());
            block.freezeParameters(true);
            ExportedModel model = model(trained.manifest(), block, manager);
            return write(model, trial.apply(trained.manifest()), manager, progress);
        }
    }

    static EngineConfig onTheCpu() {
        EngineConfig defaults = new EngineConfig();
        return new EngineConfig(
                defaults.name(), "cpu", defaults.threads(), defaults.deterministic());
    }

    private void requireNetworkFor(String option, boolean wanted) {
        if (wanted && !exporter.holdsTheNetwork()) {
            throw new TrainkitException(
                    ("A file of format %s holds no network of its own, so that %s means nothing"
                                    + " there. Leave it out, or export to torchscript or onnx.")
                            .formatted(exporter.name(), option));
        }
    }

    private void requireNoFolder() {
        if (Files.isDirectory(target)) {
            throw new TrainkitException(
                    "%s is a folder, and no folder is replaced. Name another with --out, or remove it."
                            .formatted(target));
        }
    }

    private ExportedModel model(Manifest manifest, Block block, NDManager manager) {
        Preprocessing preprocessing = manifest.preprocessing();
        boolean pixels = request.withPreprocessing();
        NetworkGraph.Input input =
                pixels
                        ? ExportedModel.pixels(preprocessing, request.batch())
                        : ExportedModel.floats(preprocessing, request.batch());
        UnaryOperator<NDArray> front =
                pixels ? new PixelFront(preprocessing) : UnaryOperator.identity();
        NetworkGraph graph =
                exporter.holdsTheNetwork() ? NetworkGraph.of(block, input, front, manager) : null;
        ExportMetadata.Input described =
                new ExportMetadata.Input(
                        pixels ? "uint8" : "float32",
                        input.shape(),
                        pixels ? "NHWC" : "NCHW",
                        !pixels);
        return new ExportedModel(
                manifest, block, Weights.of(block), graph, ExportMetadata.of(manifest, described));
    }

    private Exported write(
            ExportedModel model, Trial trial, NDManager manager, AnsweringProgress progress) {
        Path sidecar = target.resolveSibling(target.getFileName() + ".json");
        ExportReport[] report = new ExportReport[1];
        try {
            AtomicFile.put(
                    target,
                    written -> {
                        exporter.write(model, written);
                        report[0] =
                                report(
                                        model,
                                        verify(model, trial, written, manager, progress),
                                        written);
                        Files.deleteIfExists(sidecar); // of a former file, which gives way now
                    });
            AtomicFile.write(sidecar, Json.encode(report[0]));
            return new Exported(target, sidecar, report[0]);
        } catch (NoClassDefFoundError e) {
            throw new TrainkitException(
                    "The format %s needs libraries that are not on the class path. Add org.tribuo:tribuo-util-onnx and com.microsoft.onnxruntime:onnxruntime."
                            .formatted(exporter.name()),
                    e);
        } catch (IOException e) {
            throw new TrainkitException(
                    "The model could not be exported to %s: %s. Check the path, its permissions and the free space."
                            .formatted(target, Reasons.of(e)),
                    e);
        }
    }

    private Verification verify(
            ExportedModel model,
            Trial trial,
            Path written,
            NDManager manager,
            AnsweringProgress progress)
            throws IOException {
        try (LoadedNetwork exported = exporter.open(model, written)) {
            Verification verification = trial.ask(model, exported, manager, progress);
            if (verification.agrees()) {
                return verification;
            }
            Verification weighed = verification.withLastBit(trial.lastBit(model, manager));
            if (request.allowRounding() && weighed.agreesButForRounding()) {
                return weighed;
            }
            throw new TrainkitException(disagreement(weighed));
        }
    }

    private static String disagreement(Verification verification) {
        return String.format(
                        Locale.ROOT,
                        "%s disagrees with the model on %s: the same class first for %,d of %,d"
                                + " pictures, and logits up to %.2g apart where %.0e is allowed. The"
                                + " file was removed. ",
                        verification.runtime(),
                        verification.inputs(),
                        verification.sameTop1(),
                        verification.pictures(),
                        verification.largestDifference(),
                        Verification.TOLERANCE)
                + (verification.isRounding()
                        ? String.format(
                                Locale.ROOT,
                                "It is float32 that is too coarse for this network: with each weight"
                                        + " changed by its last bit, the model's own logits move by"
                                        + " up to %.2g. Export to torchscript, which rounds as"
                                        + " trainkit does%s.",
                                verification.lastBit(),
                                verification.agreesButForRounding()
                                        ? ", or allow it with --allow-rounding"
                                        : "")
                        : "Export to another format, and report this as a defect of trainkit.");
    }

    private ExportReport report(ExportedModel model, Verification verification, Path written)
            throws IOException {
        Map<String, String> digests = new TreeMap<>();
        long bytes = 0;
        for (Path file : files(written)) {
            byte[] content = Files.readAllBytes(file);
            bytes += content.length;
            Path name = file.equals(written) ? target.getFileName() : file.getFileName();
            digests.put(name.toString(), Sha256.of(content));
        }
        return new ExportReport(exporter.name(), digests, bytes, verification, model.metadata());
    }

    private static List<Path> files(Path written) throws IOException {
        if (!Files.isDirectory(written)) {
            return List.of(written);
        }
        try (Stream<Path> files = Files.list(written)) {
            return files.toList();
        }
    }

    /** The run's own test set, or random pixels where that is not on this machine. */
    private static Trial trial(ExportRequest request, Manifest manifest) {
        try {
            RunConfig config =
                    RunConfig.load(ModelDirectory.config(request.model()), overrides(request));
            ImageData test = Datasets.open(config.data(), config.train().seed()).test();
            String name = "the test set of " + config.data().name();
            return new Trial(requireFit(test, manifest, name), name);
        } catch (TrainkitException e) {
            if (request.dataPath() != null) {
                throw e;
            }
            return Trial.random(manifest);
        }
    }

    private static List<String> overrides(ExportRequest request) {
        return request.dataPath() == null
                ? List.of()
                : List.of("data.path=" + request.dataPath().toAbsolutePath());
    }

    private static ImageData requireFit(ImageData test, Manifest manifest, String name) {
        Preprocessing taken = manifest.preprocessing();
        if (test.height() != taken.height()
                || test.width() != taken.width()
                || test.channels() != taken.channels()) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "The pictures of %s are %dx%dx%d, but the model takes %dx%dx%d. Name the folder of the data that it was trained on.",
                            name,
                            test.height(),
                            test.width(),
                            test.channels(),
                            taken.height(),
                            taken.width(),
                            taken.channels()));
        }
        return test;
    }
}
