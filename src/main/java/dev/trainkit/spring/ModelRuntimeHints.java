package dev.trainkit.spring;

import dev.trainkit.store.Manifest;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What of ours a native image must keep to load a model: the manifest is read by reflection. DJL's
 * jars say themselves which native libraries and classes they need.
 */
final class ModelRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, ClassLoader classLoader) {
        hints.resources().registerPattern("dev/trainkit/version.properties");
        new BindingReflectionHintsRegistrar()
                .registerReflectionHints(hints.reflection(), Manifest.class);
    }
}
