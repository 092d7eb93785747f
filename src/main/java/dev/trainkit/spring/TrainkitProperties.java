package dev.trainkit.spring;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.EngineConfig;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code trainkit.*} says.
 *
 * @param model The model, where there is one.
 * @param models More models, by name; the name is that of the ImageClassifier bean.
 * @param reloadInterval How often model directories are looked at for a new version. 0 for never.
 * @param engine Where predictions are computed.
 */
@ConfigurationProperties("trainkit")
public record TrainkitProperties(
        @NestedConfigurationProperty ModelProperties model,
        @DefaultValue Map<String, ModelProperties> models,
        @DefaultValue("5s") Duration reloadInterval,
        @DefaultValue Engine engine) {

    /**
     * Where predictions are computed.
     *
     * @param device auto, cpu, gpu, gpu:N or mps.
     * @param threads Threads that one run of a network may use, or auto for all processors. A
     *     service answers many calls at once, so 1 serves most.
     */
    public record Engine(@DefaultValue("auto") String device, @DefaultValue("1") String threads) {

        public Engine {
            new EngineConfig("PyTorch", device, threads, true); // refuses what is wrong
        }

        EngineConfig config() {
            return new EngineConfig("PyTorch", device, threads, true);
        }
    }

    public TrainkitProperties {
        if (reloadInterval.isNegative()) {
            throw new TrainkitException(
                    "reload-interval must not be negative, but was " + reloadInterval + ".");
        }
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models)); // in their order
    }

    /** Those with a location, by the prefix of their properties. */
    Map<String, ModelProperties> byPrefix() {
        Map<String, ModelProperties> all = new LinkedHashMap<>();
        if (model != null && model.location() != null) {
            all.put(ModelRegistrar.MODEL, model);
        }
        models.forEach((name, one) -> all.put(ModelRegistrar.MODELS + name, one));
        return all;
    }
}
