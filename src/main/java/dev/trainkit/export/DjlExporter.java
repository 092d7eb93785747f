package dev.trainkit.export;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder that DJL's {@code Criteria} and DJL Serving load with trainkit's jar on their class
 * path: DJL's own file of weights, what is known of the model, and {@code serving.properties},
 * which names the classes that build the network and read pictures.
 */
final class DjlExporter implements Exporter {

    static final String METADATA = ExportMetadata.KEY + ".json";
    static final String ENGINE = "PyTorch";

    @Override
    public String name() {
        return "djl";
    }

    @Override
    public String suffix() {
        return "-djl";
    }

    @Override
    public boolean holdsTheNetwork() {
        return false;
    }

    @Override
    public void write(ExportedModel model, Path target) throws IOException {
        String name = model.metadata().architecture().name();
        Files.createDirectory(target);
        Files.write(target.resolve(METADATA), model.metadataJson());
        Files.writeString(
                target.resolve("serving.properties"), properties(name), StandardCharsets.UTF_8);
        saveParameters(model.block(), name, target);
    }

    private static String properties(String name) {
        return String.join(
                "\n",
                "engine=" + ENGINE,
                "option.modelName=" + name,
                "blockFactory=" + DjlBlockFactory.class.getName(),
                "translatorFactory=" + DjlTranslatorFactory.class.getName(),
                "");
    }

    /** Closing this model frees nothing of the block's. */
    private static void saveParameters(Block block, String name, Path target) throws IOException {
        try (Model model = Model.newInstance(name, ENGINE)) {
            model.setBlock(block);
            model.setProperty("Epoch", "0");
            model.save(target, name);
        }
    }

    @Override
    public LoadedNetwork open(ExportedModel model, Path written) throws IOException {
        return DjlNetwork.load(written);
    }

    /** For people: who runs it. */
    static String runtime() {
        return "DJL %s on %s %s"
                .formatted(Engine.getDjlVersion(), ENGINE, Engine.getEngine(ENGINE).getVersion());
    }
}
