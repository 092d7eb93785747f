package dev.trainkit.spring;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Meters of each model, and an observation around each call, which tracing makes a span. */
@AutoConfiguration(
        after = TrainkitAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@ConditionalOnBean(ServedModels.class)
public final class TrainkitMetricsAutoConfiguration {

    /** Where there is a registry of meters. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    static class Meters {

        @Bean
        @ConditionalOnMissingBean
        MeterListener trainkitMeterListener(MeterRegistry registry) {
            return new MeterListener(registry);
        }

        @Bean
        @ConditionalOnMissingBean
        QueueGauges trainkitQueueGauges(MeterRegistry registry, ServedModels models) {
            return new QueueGauges(registry, models);
        }
    }

    /** Where there is a registry of observations. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationRegistry.class)
    @ConditionalOnBean(ObservationRegistry.class)
    static class Observations {

        @Bean
        @ConditionalOnMissingBean
        ObservationListener trainkitObservationListener(ObservationRegistry registry) {
            return new ObservationListener(registry);
        }
    }
}
