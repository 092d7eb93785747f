package dev.trainkit.model;

import ai.djl.nn.Block;
import dev.trainkit.config.ModelConfig;
import java.util.Set;

/**
 * A model of one's own, listed beside ours. Java finds it where {@code
 * META-INF/services/dev.trainkit.model.ModelProvider} on the class path names its class; nothing in
 * a configuration or in a model directory ever names a class.
 */
public interface ModelProvider {

    /** What {@code model.name} calls it; none of the names of {@link Models} that are there. */
    String name();

    /** The keys of the configuration's section {@code model} that it is built by; none to begin. */
    default Set<String> arguments() {
        return Set.of();
    }

    /**
     * The network, not initialised yet, whose parameters have PyTorch's names, as far as its
     * children have.
     *
     * @param architecture what it takes and how many logits it gives
     * @param arguments its own are null where nobody set them
     * @throws dev.trainkit.TrainkitException when it does not take such pictures
     */
    Block create(Architecture architecture, ModelConfig arguments);
}
