package dev.trainkit.spring.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainkit.data.Preprocessing;
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
 * @param input what pictures are made into
 * @param test figures on its test set
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ModelView(
        String name,
        int version,
        String digest,
        String architecture,
        Input input,
        List<String> classes,
        Figures test,
        String loaded,
        String lastPrediction) {

    /** The size is that before padding; 1 channel is grey, 3 are red, green and blue. */
    record Input(int channels, int height, int width) {

        static Input of(Preprocessing made) {
            return new Input(made.channels(), made.height(), made.width());
        }
    }

    static ModelView of(ServedModel model) {
        ServedStatus status = model.status();
        Manifest manifest = status.version().manifest();
        return new ModelView(
                model.name(),
                status.version().number(),
                status.version().digest(),
                manifest.architecture().name(),
                Input.of(manifest.preprocessing()),
                manifest.classes(),
                manifest.test(),
                status.version().loaded().toString(),
                status.lastPrediction().map(Object::toString).orElse(null));
    }
}
