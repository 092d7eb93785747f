package dev.trainkit.spring;

import ai.djl.engine.Engine;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/** Gives a {@link TrainingService} for {@code trainkit.training.folder}. */
@AutoConfiguration
@ConditionalOnClass(Engine.class)
@ConditionalOnProperty("trainkit.training.folder")
@EnableConfigurationProperties(TrainingProperties.class)
public final class TrainkitTrainingAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    TrainingService trainkitTrainingService(
            TrainingProperties properties, ApplicationEventPublisher publisher) {
        return new TrainingService(properties.folder(), publisher::publishEvent);
    }
}
