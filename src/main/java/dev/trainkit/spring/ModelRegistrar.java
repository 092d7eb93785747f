package dev.trainkit.spring;

import dev.trainkit.predict.ImageClassifier;
import dev.trainkit.predict.ServedModel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

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
    private ConfigurableListableBeanFactory beans;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        beans = (ConfigurableListableBeanFactory) beanFactory;
    }

    @Override
    public void registerBeanDefinitions(
            AnnotationMetadata importingClass, BeanDefinitionRegistry registry) {
        List<String> own = List.of(beans.getBeanNamesForType(ImageClassifier.class, true, false));
        if (hasModel(environment) && own.isEmpty()) {
            register(registry, MODEL);
        }
        for (String name : names(environment)) {
            if (!own.contains(name)) {
                register(registry, MODELS + name);
            }
        }
    }

    /** The name of the classifier of a model whose properties begin with a prefix. */
    static String classifier(String prefix) {
        return prefix.equals(MODEL) ? CLASSIFIER : prefix.substring(MODELS.length());
    }

    /** The name of the model that a classifier asks. */
    static String served(String classifier) {
        return classifier + "ServedModel";
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
     * By names and factory methods only, so that the definitions can be compiled ahead of time. The
     * model is loaded when its classifier is made, which is at the start; the one without a name is
     * injected where several would do.
     */
    private void register(BeanDefinitionRegistry registry, String prefix) {
        String classifier = classifier(prefix);
        String served = served(classifier);
        RootBeanDefinition model = new RootBeanDefinition(ServedModel.class);
        model.setFactoryBeanName(ServedModelFactory.BEAN);
        model.setFactoryMethodName("load");
        model.getConstructorArgumentValues().addIndexedArgumentValue(0, prefix);
        model.setDestroyMethodName("close");
        model.setLazyInit(true);
        model.setPrimary(prefix.equals(MODEL));
        define(registry, prefix, served, model);
        BeanDefinition asking =
                BeanDefinitionBuilder.rootBeanDefinition(ImageClassifier.class)
                        .setFactoryMethodOnBean("classifier", ServedModelFactory.BEAN)
                        .addConstructorArgReference(served)
                        .addConstructorArgValue(prefix)
                        .setPrimary(prefix.equals(MODEL))
                        .setDestroyMethodName("") // the served model is closed, once
                        .getBeanDefinition();
        define(registry, prefix, classifier, asking);
    }

    /**
     * @throws ModelNameException when another bean has the name
     */
    private void define(
            BeanDefinitionRegistry registry, String prefix, String name, BeanDefinition bean) {
        if (registry.isBeanNameInUse(name) || beans.containsLocalBean(name)) {
            throw new ModelNameException(prefix, name, className(name));
        }
        registry.registerBeanDefinition(name, bean);
    }

    private String className(String bean) {
        Class<?> type = beans.getType(bean, false);
        return type == null ? "an unknown class" : ClassUtils.getUserClass(type).getName();
    }
}
