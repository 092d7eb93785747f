package dev.trainkit.spring.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainkit.predict.ServedModel;
import dev.trainkit.predict.ServedStatus;
import dev.trainkit.store.Figures;
import dev.trainkit.store.Manifest;
import java.util.List;

/**
 * What clients are told of a model.
 *
 * @param version how often it was loaded
 * @param digest SHA-256 of its weights
 * @param test figures on its test set
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ModelView(
        String name,
        int version,
        String digest,
        String architecture,
        List<String> classes,
        Figures test,
        String loaded,
        String lastPrediction) {

    static ModelView of(ServedModel model) {
        ServedStatus status = model.status();
        Manifest manifest = status.version().manifest();
        return new ModelView(
                model.name(),
                status.version().number(),
                status.version().digest(),
                manifest.architecture().name(),
                manifest.classes(),
                manifest.test(),
                status.version().loaded().toString(),
                status.lastPrediction().map(Object::toString).orElse(null));
    }
}
