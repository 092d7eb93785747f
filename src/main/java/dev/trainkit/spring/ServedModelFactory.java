package dev.trainkit.spring;

import dev.trainkit.TrainkitException;
import dev.trainkit.predict.ImageClassifier;
import dev.trainkit.predict.ServedModel;
import dev.trainkit.predict.ServingListener;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.io.ResourceLoader;

/** Makes the beans of the models that the properties name. */
class ServedModelFactory implements AutoCloseable {

    static final String BEAN = "trainkitServedModelFactory";

    private final TrainkitProperties properties;
    private final ServingListener listener;
    private final ModelLocations locations;

    ServedModelFactory(
            TrainkitProperties properties,
            List<ServingListener> listeners,
            ResourceLoader resources) {
        this.properties = properties;
        listener = new ServingListeners(listeners);
        locations = new ModelLocations(resources);
    }

    /**
     * Loads a model and warms it up.
     *
     * @param prefix of its properties
     */
    ServedModel load(String prefix) {
        ModelProperties model = of(prefix);
        try {
            return ServedModel.load(
                    name(model),
                    locations.directory(model.location()),
                    model.serving(),
                    properties.engine().config(),
                    listener);
        } catch (TrainkitException e) {
            throw new UnusableModelException(prefix + ".location", model.location(), e);
        }
    }

    /**
     * The models that somebody can ask: the application's own, and those of the properties whose
     * classifier is ours. Where a test has replaced one, its model is not loaded, and need not be
     * on that machine.
     */
    List<ServedModel> askedFor(ConfigurableListableBeanFactory beans) {
        for (String prefix : properties.byPrefix().keySet()) {
            String classifier = ModelRegistrar.classifier(prefix);
            if (beans.containsBeanDefinition(ModelRegistrar.served(classifier))) {
                beans.getBean(classifier); // loads the model that it asks
            }
        }
        return Stream.of(beans.getBeanNamesForType(ServedModel.class))
                .filter(name -> !isOurs(name) || beans.containsSingleton(name))
                .map(name -> beans.getBean(name, ServedModel.class))
                .toList();
    }

    private boolean isOurs(String name) {
        return properties.byPrefix().keySet().stream()
                .map(ModelRegistrar::classifier)
                .map(ModelRegistrar::served)
                .anyMatch(name::equals);
    }

    /** What is injected. */
    ImageClassifier classifier(ServedModel model, String prefix) {
        return model.classifier(of(prefix).background());
    }

    /** Removes what was copied out of jars. */
    @Override
    public void close() {
        locations.close();
    }

    private ModelProperties of(String prefix) {
        ModelProperties model = properties.byPrefix().get(prefix);
        if (model.location() == null) {
            throw new UnusableModelException(
                    prefix + ".location",
                    null,
                    new TrainkitException("The property is not set, and it names the model."));
        }
        return model;
    }

    private static String name(ModelProperties model) {
        if (model.name() != null) {
            return model.name();
        }
        String location = model.location().replaceAll("/+$", "");
        return location.substring(
                Math.max(location.lastIndexOf('/'), location.lastIndexOf(':')) + 1);
    }
}
