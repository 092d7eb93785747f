package dev.trainkit.spring;

import dev.trainkit.TrainkitException;
import dev.trainkit.predict.ServedModel;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** Lists the models, and reloads one or rolls it back: {@code POST trainkit/NAME/reload}. */
@Endpoint(id = "trainkit")
public final class TrainkitEndpoint {

    private static final int CONFLICT = 409;

    private final ServedModels models;

    TrainkitEndpoint(ServedModels models) {
        this.models = models;
    }

    /** What can be done to a model. */
    public enum Action {
        RELOAD,
        ROLLBACK
    }

    /** Every model, its version and how it is. */
    @ReadOperation
    public List<Map<String, Object>> models() {
        return models.all().stream().map(ModelDetails::of).toList();
    }

    /** What the model is afterwards; 409 and why where it was refused, and stays as it was. */
    @WriteOperation
    public WebEndpointResponse<Map<String, Object>> change(
            @Selector String model, @Selector Action action) {
        ServedModel served = models.find(model).orElse(null);
        if (served == null) {
            return new WebEndpointResponse<>(
                    Map.of("refused", "There is no model of that name, but: " + models.names()),
                    WebEndpointResponse.STATUS_NOT_FOUND);
        }
        try {
            switch (action) {
                case RELOAD -> served.reload();
                case ROLLBACK -> served.rollBack();
            }
            return new WebEndpointResponse<>(ModelDetails.of(served));
        } catch (TrainkitException e) {
            return new WebEndpointResponse<>(Map.of("refused", e.getMessage()), CONFLICT);
        }
    }
}
