package dev.trainkit.model;

import dev.trainkit.TrainkitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The models that providers on the class path add. */
final class OwnModels {

    private OwnModels() {}

    /**
     * @param taken the names of our own
     * @throws TrainkitException when one cannot be loaded, or a name is given twice
     */
    static Map<String, ModelProvider> byName(Set<String> taken) {
        Map<String, ModelProvider> providers = new TreeMap<>();
        for (ModelProvider provider : loaded()) {
            if (taken.contains(provider.name())
                    || providers.putIfAbsent(provider.name(), provider) != null) {
                throw new TrainkitException(
                        ("%s calls its model '%s', but there is a model of that name already. Give"
                                        + " it another name.")
                                .formatted(provider.getClass().getName(), provider.name()));
            }
        }
        return providers;
    }

    private static List<ModelProvider> loaded() {
        try {
            List<ModelProvider> providers = new ArrayList<>();
            ServiceLoader.load(ModelProvider.class).forEach(providers::add);
            return providers;
        } catch (ServiceConfigurationError e) {
            throw new TrainkitException(
                    ("A model on the class path cannot be loaded: %s. Mend its line in"
                                    + " META-INF/services/%s, or take it off the class path.")
                            .formatted(e.getMessage(), ModelProvider.class.getName()),
                    e);
        }
    }

    /**
     * @throws TrainkitException when the architecture has an argument that the model has not
     */
    static void requireArguments(ModelProvider provider, Architecture architecture) {
        for (String argument : architecture.arguments().keySet()) {
            if (!provider.arguments().contains(argument)) {
                throw new TrainkitException(
                        "model.%s is not a setting of %s. Leave it out."
                                .formatted(argument, provider.name()));
            }
        }
    }
}
