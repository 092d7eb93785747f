package dev.trainkit.spring;

import dev.trainkit.predict.ImageClassifier;
import dev.trainkit.predict.ServedModel;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Defines two beans for each model that the properties name: the {@link ServedModel} and the {@link
 * ImageClassifier} that asks it. A model whose classifier the user has defined gets none.
 */
final class ModelRegistrar
        implements ImportBeanDefinitionRegistrar, EnvironmentAware, BeanFactoryAware {

    static final String MODEL = "trainkit.model";
    static final String MODELS = "trainkit.models.";
    static final String CLASSIFIER = "imageClassifier";

    private Environment environment;
    private ListableBeanFactory beans;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        beans = (ListableBeanFactory) beanFactory;
    }

    @Override
    public void registerBeanDefinitions(
            AnnotationMetadata importingClass, BeanDefinitionRegistry registry) {
        boolean hasOwn = beans.getBeanNamesForType(ImageClassifier.class, true, false).length > 0;
        if (hasModel(environment) && !hasOwn) {
            register(registry, MODEL, CLASSIFIER, true);
        }
        for (String name : names(environment)) {
            if (!registry.containsBeanDefinition(name)) {
                register(registry, MODELS + name, name, false);
            }
        }
    }

    static boolean hasModel(Environment environment) {
        return environment.getProperty(MODEL + ".location") != null;
    }

    /** Of the models in {@code trainkit.models}. */
    static Set<String> names(Environment environment) {
        return Binder.get(environment)
                .bind("trainkit.models", Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of())
                .keySet();
    }

    /**
     * By names and factory methods only, so that the definitions can be compiled ahead of time.
     *
     * @param primary the one that is injected where several would do
     */
    private static void register(
            BeanDefinitionRegistry registry, String prefix, String name, boolean primary) {
        String served = name + "ServedModel";
        RootBeanDefinition model = new RootBeanDefinition(ServedModel.class);
        model.setFactoryBeanName(ServedModelFactory.BEAN);
        model.setFactoryMethodName("load");
        model.getConstructorArgumentValues().addIndexedArgumentValue(0, prefix);
        model.setDestroyMethodName("close");
        model.setPrimary(primary);
        registry.registerBeanDefinition(served, model);
        BeanDefinition classifier =
                BeanDefinitionBuilder.rootBeanDefinition(ImageClassifier.class)
                        .setFactoryMethodOnBean("classifier", ServedModelFactory.BEAN)
                        .addConstructorArgReference(served)
                        .addConstructorArgValue(prefix)
                        .setPrimary(primary)
                        .setDestroyMethodName("") // the served model is closed, once
                        .getBeanDefinition();
        registry.registerBeanDefinition(name, classifier);
    }
}
