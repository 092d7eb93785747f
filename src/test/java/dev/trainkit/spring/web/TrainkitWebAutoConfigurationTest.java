package dev.trainkit.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.predict.SmallModel;
import dev.trainkit.spring.ServedModels;
import dev.trainkit.spring.TrainkitAutoConfiguration;
import dev.trainkit.spring.TrainkitTrainingAutoConfiguration;
import java.nio.file.Path;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.DispatcherServlet;

class TrainkitWebAutoConfigurationTest {

    private static final AutoConfigurations OURS =
            AutoConfigurations.of(
                    TrainkitAutoConfiguration.class,
                    TrainkitTrainingAutoConfiguration.class,
                    TrainkitWebAutoConfiguration.class);

    @TempDir private static Path folder;
    private static Path bees;
    private WebApplicationContextRunner runner;

    @BeforeAll
    static void saveAModel() {
        bees = SmallModel.saying(folder.resolve("bees"), 1, 3, 2);
    }

    @BeforeEach
    void configure() {
        runner =
                new WebApplicationContextRunner()
                        .withConfiguration(OURS)
                        .withPropertyValues("trainkit.model.location=file:" + bees);
    }

    @Test
    void answersOverHttpWhereItIsEnabled() {
        runner.withPropertyValues("trainkit.web.enabled=true")
                .run(
                        context ->
                                assertThat(context)
                                        .hasSingleBean(PredictController.class)
                                        .hasSingleBean(PageController.class)
                                        .hasSingleBean(Guard.class)
                                        .doesNotHaveBean(RunsController.class)
                                        .doesNotHaveBean(TrainingController.class));
    }

    @Test
    void doesNothingUnlessItIsEnabled() {
        runner.run(
                context ->
                        assertThat(context)
                                .hasSingleBean(ServedModels.class)
                                .doesNotHaveBean(PredictController.class)
                                .doesNotHaveBean(Guard.class)
                                .doesNotHaveBean(WebProperties.class));
    }

    @Test
    void doesNothingWithoutAServerOrAModel() {
        String enabled = "trainkit.web.enabled=true";
        for (Class<?> missing : new Class<?>[] {Tomcat.class, DispatcherServlet.class}) {
            runner.withPropertyValues(enabled)
                    .withClassLoader(new FilteredClassLoader(missing))
                    .run(context -> assertThat(context).doesNotHaveBean(PredictController.class));
        }
        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .withPropertyValues(enabled, "trainkit.model.location=file:" + bees)
                .run(context -> assertThat(context).doesNotHaveBean(PredictController.class));
        new WebApplicationContextRunner()
                .withConfiguration(OURS)
                .withPropertyValues(enabled)
                .run(context -> assertThat(context).doesNotHaveBean(PredictController.class));
    }

    @Test
    void showsRunsAndTakesThemWhereItIsToldTo() {
        runner.withPropertyValues(
                        "trainkit.web.enabled=true",
                        "trainkit.web.runs=" + folder,
                        "trainkit.training.folder=" + folder.resolve("trained"),
                        "trainkit.training.web.enabled=true")
                .run(
                        context ->
                                assertThat(context)
                                        .hasSingleBean(RunsController.class)
                                        .hasSingleBean(TrainingController.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnGuard {

        @Bean
        Guard mine(WebProperties properties) {
            return new Guard(properties, null);
        }
    }

    @Test
    void yieldsToTheApplicationsOwn() {
        runner.withPropertyValues("trainkit.web.enabled=true")
                .withUserConfiguration(OwnGuard.class)
                .run(
                        context ->
                                assertThat(context)
                                        .getBean(Guard.class)
                                        .isSameAs(context.getBean("mine")));
    }
}
