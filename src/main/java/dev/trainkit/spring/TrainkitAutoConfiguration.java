package dev.trainkit.spring;

import ai.djl.engine.Engine;
import dev.trainkit.predict.ServingListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.Ordered;
import org.springframework.core.io.ResourceLoader;

/**
 * Gives an {@link dev.trainkit.predict.ImageClassifier} bean for {@code trainkit.model.location},
 * and one by name for each of {@code trainkit.models}.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE) // so that the names of all other beans are known
@ConditionalOnClass(Engine.class)
@Conditional(OnModelCondition.class)
@EnableConfigurationProperties(TrainkitProperties.class)
@Import(ModelRegistrar.class)
@ImportRuntimeHints(ModelRuntimeHints.class)
public final class TrainkitAutoConfiguration {

    @Bean(ServedModelFactory.BEAN)
    ServedModelFactory trainkitServedModelFactory(
            TrainkitProperties properties,
            ObjectProvider<ServingListener> listeners,
            ResourceLoader resources) {
        return new ServedModelFactory(properties, listeners.orderedStream().toList(), resources);
    }

    @Bean
    @ConditionalOnMissingBean
    ServedModels trainkitServedModels(
            ServedModelFactory factory, ConfigurableListableBeanFactory beans) {
        return new ServedModels(factory.askedFor(beans)); // none where all are the user's own
    }

    @Bean
    ModelWatch trainkitModelWatch(ServedModels models, TrainkitProperties properties) {
        return new ModelWatch(models, properties.reloadInterval());
    }
}
