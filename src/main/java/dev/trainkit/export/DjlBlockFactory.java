package dev.trainkit.export;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import dev.trainkit.model.Models;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Builds the network of a folder that was exported for DJL, which then reads its weights into it.
 * DJL finds it by its name in {@code serving.properties}.
 */
public final class DjlBlockFactory implements BlockFactory {

    private static final long serialVersionUID = 1L;

    @Override
    public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments)
            throws IOException {
        return Models.create(
                ExportMetadata.read(modelPath).architecture(), model.getNDManager(), 0);
    }
}
