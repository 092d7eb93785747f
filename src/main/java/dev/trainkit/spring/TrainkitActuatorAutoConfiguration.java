package dev.trainkit.spring;

import java.util.stream.Collectors;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health, info and an endpoint for the models. */
@AutoConfiguration(after = TrainkitAutoConfiguration.class)
@ConditionalOnBean(ServedModels.class)
public final class TrainkitActuatorAutoConfiguration {

    /** Where there is health. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    static class OfHealth {

        /** A refused reload is told, and does not take a service down that answers as before. */
        @Bean
        @ConditionalOnEnabledHealthIndicator("trainkit")
        @ConditionalOnMissingBean(name = "trainkitHealthIndicator")
        HealthIndicator trainkitHealthIndicator(ServedModels models) {
            return () ->
                    Health.up()
                            .withDetail(
                                    "models", models.all().stream().map(ModelDetails::of).toList())
                            .build();
        }
    }

    /** Where there is the actuator. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({InfoContributor.class, ConditionalOnAvailableEndpoint.class})
    static class OfActuator {

        @Bean
        @ConditionalOnMissingBean(name = "trainkitInfoContributor")
        InfoContributor trainkitInfoContributor(ServedModels models) {
            return info ->
                    info.withDetail(
                            "trainkit",
                            models.all().stream()
                                    .collect(
                                            Collectors.toMap(
                                                    model -> model.name(),
                                                    model -> model.status().version().digest())));
        }

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        TrainkitEndpoint trainkitEndpoint(ServedModels models) {
            return new TrainkitEndpoint(models);
        }
    }
}
