package dev.trainkit.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.trainkit.Version;
import dev.trainkit.store.Json;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * An ONNX model of operator set 17, which runtimes read since 2022. Its metadata have the key
 * {@code trainkit} with all that is known of the model, and {@code classes} with the names alone.
 */
final class OnnxExporter implements Exporter {

    private static final int OPERATOR_SET = 17;

    /** Of ONNX 1.12, which brought operator set 17. */
    private static final int FORMAT_VERSION = 8;

    @Override
    public String name() {
        return "onnx";
    }

    @Override
    public String suffix() {
        return ".onnx";
    }

    @Override
    public boolean holdsTheNetwork() {
        return true;
    }

    @Override
    public void write(ExportedModel model, Path target) throws IOException {
        String name = model.metadata().architecture().name();
        String description = description(model.manifest());
        ModelProto file =
                ModelProto.newBuilder()
                        .setIrVersion(FORMAT_VERSION)
                        .setProducerName("trainkit")
                        .setProducerVersion(Version.current())
                        .setDomain("dev.trainkit")
                        .setModelVersion(1)
                        .setDocString(description)
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
                        .setGraph(OnnxGraph.of(model.graph(), name, description))
                        .addMetadataProps(entry(ExportMetadata.KEY, model.metadataText()))
                        .addMetadataProps(entry("classes", classes(model)))
                        .build();
        Files.write(target, file.toByteArray());
    }

    private static String description(Manifest manifest) {
        return origin(manifest)
                + (manifest.test() == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; %.2f %% of its test set are right",
                                100 * manifest.test().accuracy()));
    }

    private static String origin(Manifest manifest) {
        String name = manifest.architecture().name();
        Provenance provenance = manifest.provenance();
        return provenance.imported() == null
                ? String.format(
                        Locale.ROOT,
                        "%s, trained with seed %d on %s",
                        name,
                        provenance.seed(),
                        provenance.started())
                : "%s, with weights of %s".formatted(name, provenance.imported().name());
    }

    private static String classes(ExportedModel model) {
        return new String(Json.encode(model.metadata().classes()), StandardCharsets.UTF_8);
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    @Override
    public LoadedNetwork open(ExportedModel model, Path written) throws IOException {
        return OnnxRuntimeNetwork.load(written);
    }
}
