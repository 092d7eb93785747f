package dev.trainkit.spring;

import dev.trainkit.predict.ServedModel;
import dev.trainkit.predict.ServedStatus;
import dev.trainkit.predict.ServedVersion;
import java.util.LinkedHashMap;
import java.util.Map;

/** What operators are told of a model, the health and the endpoint alike. */
final class ModelDetails {

    private ModelDetails() {}

    static Map<String, Object> of(ServedModel model) {
        ServedStatus status = model.status();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("model", model.name());
        details.put("version", version(status.version()));
        status.previous().ifPresent(previous -> details.put("previous", version(previous)));
        details.put("device", status.device());
        details.put("calls", status.calls());
        status.lastPrediction().ifPresent(at -> details.put("lastPrediction", at.toString()));
        status.refused().ifPresent(why -> details.put("refused", why));
        return details;
    }

    private static Map<String, Object> version(ServedVersion version) {
        return Map.of(
                "number", version.number(),
                "digest", String.valueOf(version.digest()),
                "loaded", version.loaded().toString());
    }
}
