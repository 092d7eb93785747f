package dev.trainkit.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.Slow;
import dev.trainkit.config.EngineConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.PictureStyle;
import dev.trainkit.data.Preprocessing;
import dev.trainkit.model.Renaming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader of ONNX's messages finds in a file. */
@Slow
class OnnxExporterTest {

    @TempDir private Path folder;

    @Test
    void namesWhatGoesInAndWhatComesOut() throws IOException {
        ModelProto file = exported(Exportable.model("lenet", folder.resolve("lenet")), -1, false);

        assertThat(file.getOpsetImport(0).getVersion()).isEqualTo(17);
        assertThat(file.getProducerName()).isEqualTo("trainkit");
        ValueInfoProto input = file.getGraph().getInput(0);
        assertThat(input.getName()).isEqualTo("input");
        assertThat(input.getDocString()).isEqualTo("a batch of pictures");
        assertThat(element(input)).isEqualTo(TensorProto.DataType.FLOAT);
        assertThat(sizes(input)).containsExactly("batch", "1", "32", "32");
        ValueInfoProto output = file.getGraph().getOutput(0);
        assertThat(output.getName()).isEqualTo("logits");
        assertThat(output.getDocString()).isEqualTo("a number for each class");
        assertThat(sizes(output)).containsExactly("batch", "10");
        assertThat(file.getGraph().getInitializerList())
                .extracting(TensorProto::getName)
                .startsWith("conv1.weight", "conv1.bias")
                .contains("fc3.bias");
        assertThat(file.getGraph().getNodeList())
                .extracting(NodeProto::getDocString)
                .doesNotContain("");
    }

    @Test
    void takesAFixedNumberOfPixels() throws IOException {
        ModelProto file = exported(Exportable.model("lenet", folder.resolve("lenet")), 3, true);

        ValueInfoProto input = file.getGraph().getInput(0);
        assertThat(element(input)).isEqualTo(TensorProto.DataType.UINT8);
        assertThat(sizes(input)).containsExactly("3", "28", "28", "3");
        assertThat(sizes(file.getGraph().getOutput(0))).containsExactly("3", "10");
    }

    @Test
    void carriesClassesAndWhereTheModelComesFrom() throws IOException {
        Path model = Exportable.model("lenet", folder.resolve("lenet"));
        ModelProto file = exported(model, -1, false);

        assertThat(file.getDocString())
                .isEqualTo(
                        "lenet, trained with seed 42 on 1970-01-01T00:00:00Z; 50.00 % of its test"
                                + " set are right");
        JsonNode classes = new ObjectMapper().readTree(metadata(file, "classes"));
        assertThat(classes.size()).isEqualTo(10);
        assertThat(classes.get(3).asText()).isEqualTo("class 3");
        JsonNode all = new ObjectMapper().readTree(metadata(file, "trainkit"));
        assertThat(all.at("/provenance/data/train").asText()).isEqualTo("a");
        assertThat(all.at("/preprocessing/mean/0").floatValue()).isEqualTo(0.1307f);
    }

    /** It has no figures of a test set, of which the description once made an error. */
    @Test
    void takesAModelThatWasImported() throws IOException {
        Path weights =
                Exportable.model("lenet", folder.resolve("lenet")).resolve("weights.safetensors");
        Path model = folder.resolve("imported");
        Preprocessing plain =
                new Preprocessing(32, 32, 1, 0, List.of(0.5f), List.of(0.5f), PictureStyle.PLAIN);
        ModelImport.of(
                weights,
                Renaming.parse(""),
                ImportTarget.of(RunConfig.of()).withPreprocessing(plain),
                model,
                false,
                new EngineConfig(),
                note -> {});

        assertThat(exported(model, -1, false).getDocString())
                .isEqualTo("lenet, with weights of weights.safetensors");
    }

    private ModelProto exported(Path model, long batch, boolean pixels) throws IOException {
        Path out = folder.resolve("network.onnx");
        ModelExport.run(new ExportRequest(model, "onnx", out, batch, pixels, null, false));
        return ModelProto.parseFrom(Files.readAllBytes(out));
    }

    private static TensorProto.DataType element(ValueInfoProto value) {
        return TensorProto.DataType.forNumber(value.getType().getTensorType().getElemType());
    }

    private static List<String> sizes(ValueInfoProto value) {
        return value.getType().getTensorType().getShape().getDimList().stream()
                .map(OnnxExporterTest::size)
                .toList();
    }

    private static String size(TensorShapeProto.Dimension dimension) {
        return dimension.hasDimParam()
                ? dimension.getDimParam()
                : String.valueOf(dimension.getDimValue());
    }

    private static String metadata(ModelProto file, String key) {
        return file.getMetadataPropsList().stream()
                .filter(entry -> entry.getKey().equals(key))
                .map(StringStringEntryProto::getValue)
                .findFirst()
                .orElseThrow();
    }
}
