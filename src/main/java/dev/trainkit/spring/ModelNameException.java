package dev.trainkit.spring;

import dev.trainkit.TrainkitException;

/** A model that would be a bean by a name that another bean has. */
final class ModelNameException extends TrainkitException {

    private static final long serialVersionUID = 1L;

    private final String description;
    private final String action;

    /**
     * @param prefix of the model's properties
     * @param bean the name
     * @param type the class of the bean that has it
     */
    ModelNameException(String prefix, String bean, String type) {
        this(
                "The model %s would be a bean of the name %s, which is that of another: of %s."
                        .formatted(prefix, bean, type),
                prefix.equals(ModelRegistrar.MODEL)
                        ? "Rename that bean, or give the model a name of its own, as in trainkit.models.NAME.location."
                        : "Give the model another name, as in trainkit.models.OTHER.location, or rename that bean.");
    }

    private ModelNameException(String description, String action) {
        super(description + " " + action);
        this.description = description;
        this.action = action;
    }

    String description() {
        return description;
    }

    String action() {
        return action;
    }
}
