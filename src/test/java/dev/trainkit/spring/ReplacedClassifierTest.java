package dev.trainkit.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.Slow;
import dev.trainkit.predict.ImageClassifier;
import dev.trainkit.predict.SmallModel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.convention.TestBean;

/** A classifier that a test puts into an application, on a machine that has no model. */
@Slow
@ContextConfiguration(classes = ReplacedClassifierTest.Application.class)
@TestPropertySource(
        properties = {
            "trainkit.model.location=file:/nowhere/model",
            "trainkit.models.others.location=file:/nowhere/others"
        })
class ReplacedClassifierTest {

    @TempDir private static Path folder;

    @TestBean(name = "imageClassifier")
    private ImageClassifier imageClassifier;

    @TestBean(name = "others")
    private ImageClassifier others;

    @Autowired private ImageClassifier injected;
    @Autowired private ServedModels models;
    @Autowired private HealthIndicator health;

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        TrainkitAutoConfiguration.class,
        TrainkitMetricsAutoConfiguration.class,
        TrainkitActuatorAutoConfiguration.class
    })
    static class Application {}

    static ImageClassifier imageClassifier() {
        return ImageClassifier.load(SmallModel.saying(folder.resolve("bees"), 1, 3, 2));
    }

    static ImageClassifier others() {
        return ImageClassifier.load(SmallModel.saying(folder.resolve("ants"), 3, 1, 2));
    }

    @Test
    void needsNoModel() throws Exception {
        new TestContextManager(getClass()).prepareTestInstance(this); // as Spring's extension does
        assertThat(injected).isSameAs(imageClassifier);
        assertThat(others.classes()).containsExactly("ant", "bee", "cow");
        assertThat(models.all()).isEmpty();
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }
}
