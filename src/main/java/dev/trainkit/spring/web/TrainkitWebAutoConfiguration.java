package dev.trainkit.spring.web;

import dev.trainkit.spring.ServedModels;
import dev.trainkit.spring.TrainingProperties;
import dev.trainkit.spring.TrainingService;
import dev.trainkit.spring.TrainkitAutoConfiguration;
import dev.trainkit.spring.TrainkitTrainingAutoConfiguration;
import java.net.InetAddress;
import org.apache.catalina.startup.Tomcat;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.web.multipart.MultipartResolver;
import org.springframework.web.servlet.DispatcherServlet;

/** The models over HTTP, for {@code trainkit.web.enabled=true}. */
@AutoConfiguration(
        after = {TrainkitAutoConfiguration.class, TrainkitTrainingAutoConfiguration.class},
        beforeName = "org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration")
@ConditionalOnClass({Tomcat.class, DispatcherServlet.class, TomcatServletWebServerFactory.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty("trainkit.web.enabled")
@ConditionalOnBean(ServedModels.class)
@EnableConfigurationProperties(WebProperties.class)
@ImportRuntimeHints(WebRuntimeHints.class)
public final class TrainkitWebAutoConfiguration {

    /** Half of it: the rest is for models, answers and the application. */
    @Bean
    @ConditionalOnMissingBean
    HeapShare trainkitHeapShare() {
        return new HeapShare(Runtime.getRuntime().maxMemory() / 2);
    }

    @Bean
    @ConditionalOnMissingBean
    PredictController trainkitPredictController(
            ServedModels models, WebProperties properties, HeapShare heap) {
        return new PredictController(models, properties, heap);
    }

    @Bean(DispatcherServlet.MULTIPART_RESOLVER_BEAN_NAME)
    @ConditionalOnMissingBean(MultipartResolver.class)
    @ConditionalOnBooleanProperty(name = "spring.servlet.multipart.enabled", matchIfMissing = true)
    FormsOfOthers trainkitFormsOfOthers(Environment environment) {
        FormsOfOthers resolver = new FormsOfOthers();
        resolver.setResolveLazily(isTrue(environment, "resolve-lazily"));
        resolver.setStrictServletCompliance(isTrue(environment, "strict-servlet-compliance"));
        return resolver;
    }

    private static boolean isTrue(Environment environment, String property) {
        return environment.getProperty(
                "spring.servlet.multipart." + property, Boolean.class, false);
    }

    @Bean
    @ConditionalOnMissingBean
    PageController trainkitPageController() {
        return new PageController();
    }

    /** The page of runs. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("trainkit.web.runs")
    static class Runs {

        @Bean
        @ConditionalOnMissingBean
        RunFolder trainkitRunFolder(WebProperties properties) {
            return new RunFolder(properties.runs());
        }

        @Bean
        @ConditionalOnMissingBean
        RunFollower trainkitRunFollower(RunFolder folder) {
            return new RunFollower(folder);
        }

        @Bean
        @ConditionalOnMissingBean
        RunsController trainkitRunsController(RunFolder folder, RunFollower follower) {
            return new RunsController(folder, follower);
        }
    }

    /** Whether the server lives and is ready. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("trainkit.web.probes")
    static class Probes {

        @Bean
        @ConditionalOnMissingBean(ApplicationAvailability.class)
        ApplicationAvailabilityBean trainkitApplicationAvailability() {
            return new ApplicationAvailabilityBean();
        }

        @Bean
        @ConditionalOnMissingBean
        HealthController trainkitHealthController(ApplicationAvailability availability) {
            return new HealthController(availability);
        }
    }

    /** Runs to be trained, where they are wanted over HTTP. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("trainkit.training.web.enabled")
    @ConditionalOnBean(TrainingService.class)
    @EnableConfigurationProperties(TrainingProperties.class)
    static class Trainings {

        @Bean
        @ConditionalOnMissingBean
        TrainingController trainkitTrainingController(
                TrainingService service,
                TrainingProperties trainings,
                WebProperties properties,
                HeapShare heap) {
            return new TrainingController(service, trainings, properties, heap);
        }
    }

    @Bean
    @ConditionalOnMissingBean
    ProblemAdvice trainkitProblemAdvice() {
        return new ProblemAdvice();
    }

    @Bean
    @ConditionalOnMissingBean
    Guard trainkitGuard(WebProperties properties, Environment environment) {
        return new Guard(
                properties,
                Binder.get(environment).bind("server.address", InetAddress.class).orElse(null));
    }

    @Bean
    @ConditionalOnMissingBean
    TomcatLimits trainkitTomcatLimits(WebProperties properties) {
        return new TomcatLimits(properties);
    }
}
