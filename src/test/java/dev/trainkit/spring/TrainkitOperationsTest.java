package dev.trainkit.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.Slow;
import dev.trainkit.data.DigitPictures;
import dev.trainkit.predict.ImageClassifier;
import dev.trainkit.predict.ServedModel;
import dev.trainkit.predict.SmallModel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Health, info, the endpoint, meters and observations, each with, without and beside the user's.
 */
@Slow
class TrainkitOperationsTest {

    private static final DigitPictures DIGITS = new DigitPictures();

    @TempDir private Path folder;
    private ApplicationContextRunner runner;
    private Path model;

    @BeforeEach
    void saveAModel() {
        model = SmallModel.saying(folder.resolve("bees"), 1, 3, 2);
        runner =
                new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(
                                        TrainkitMetricsAutoConfiguration.class,
                                        TrainkitAutoConfiguration.class,
                                        TrainkitActuatorAutoConfiguration.class))
                        .withPropertyValues(
                                "trainkit.model.location=file:" + model,
                                "management.endpoints.web.exposure.include=trainkit");
    }

    @Test
    void tellsTheHealthOfItsModels() {
        runner.run(
                context -> {
                    context.getBean(ImageClassifier.class).classify(DIGITS.asItIs(0));
                    Health health = context.getBean(HealthIndicator.class).health();
                    assertThat(health.getStatus().getCode()).isEqualTo("UP");
                    Map<?, ?> details =
                            (Map<?, ?>) ((List<?>) health.getDetails().get("models")).get(0);
                    assertThat(details.get("model")).isEqualTo("bees");
                    assertThat(details.get("device").toString()).startsWith("PyTorch ");
                    assertThat(details.containsKey("lastPrediction")).isTrue();
                    Info.Builder info = new Info.Builder();
                    context.getBean(InfoContributor.class).contribute(info);
                    assertThat(info.build().getDetails().get("trainkit").toString())
                            .matches("\\{bees=[0-9a-f]{64}}");
                });
    }

    @Test
    void reloadsAndRollsBackByTheEndpoint() {
        runner.run(
                context -> {
                    TrainkitEndpoint endpoint = context.getBean(TrainkitEndpoint.class);
                    assertThat(endpoint.models()).hasSize(1);
                    assertThat(
                                    endpoint.change("bees", TrainkitEndpoint.Action.ROLLBACK)
                                            .getStatus())
                            .isEqualTo(409);
                    WebEndpointResponse<Map<String, Object>> reloaded =
                            endpoint.change("bees", TrainkitEndpoint.Action.RELOAD);
                    assertThat(reloaded.getStatus()).isEqualTo(200);
                    assertThat(reloaded.getBody()).containsKey("previous");
                    assertThat(
                                    endpoint.change("bees", TrainkitEndpoint.Action.ROLLBACK)
                                            .getStatus())
                            .isEqualTo(200);
                    assertThat(endpoint.change("cows", TrainkitEndpoint.Action.RELOAD).getStatus())
                            .isEqualTo(404);
                    Files.writeString(model.resolve("config.yaml"), "damaged");
                    assertThat(
                                    endpoint.change("bees", TrainkitEndpoint.Action.RELOAD)
                                            .getBody()
                                            .get("refused")
                                            .toString())
                            .contains("is not the file that was saved");
                });
    }

    @Test
    @Timeout(60)
    void goesOverToAModelThatIsPutInPlaceAndKeepsItWhereTheNextIsDamaged() {
        runner.withPropertyValues("trainkit.reload-interval=10ms")
                .run(
                        context -> {
                            ImageClassifier classifier = context.getBean(ImageClassifier.class);
                            ServedModel served = context.getBean(ServedModel.class);
                            assertThat(label(classifier)).isEqualTo("bee");
                            Path ants = SmallModel.saying(folder.resolve("ants"), 3, 1, 2);
                            Files.move(model, folder.resolve("old"));
                            Files.move(ants, model);
                            while (label(classifier).equals("bee")) {
                                Thread.onSpinWait(); // answers go on meanwhile
                            }
                            assertThat(label(classifier)).isEqualTo("ant");
                            Files.write(model.resolve("weights.safetensors"), new byte[3]);
                            while (served.status().refused().isEmpty()) {
                                Thread.onSpinWait();
                            }
                            assertThat(label(classifier)).isEqualTo("ant");
                            assertThat(served.status().version().number()).isEqualTo(2);
                        });
    }

    private static String label(ImageClassifier classifier) {
        return classifier.classify(DIGITS.asItIs(0)).label();
    }

    @Test
    void countsAndTimesByModel() {
        runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(
                        context -> {
                            ImageClassifier classifier = context.getBean(ImageClassifier.class);
                            classifier.classify(List.of(DIGITS.asItIs(0), DIGITS.asItIs(1)));
                            MeterRegistry registry = context.getBean(MeterRegistry.class);
                            assertThat(
                                            registry.get("trainkit.predictions")
                                                    .tag("model", "bees")
                                                    .tag("outcome", "answered")
                                                    .timer()
                                                    .count())
                                    .isEqualTo(1);
                            assertThat(registry.get("trainkit.batch.size").summary().totalAmount())
                                    .isEqualTo(2);
                            assertThat(registry.get("trainkit.queue.depth").gauge().value())
                                    .isZero();
                        });
    }

    @Test
    void observesEachCall() {
        List<String> observed = new ArrayList<>();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig()
                .observationHandler(
                        new ObservationHandler<Observation.Context>() {
                            @Override
                            public void onStop(Observation.Context context) {
                                observed.add(
                                        context.getName() + context.getLowCardinalityKeyValues());
                            }

                            @Override
                            public boolean supportsContext(Observation.Context context) {
                                return true;
                            }
                        });
        runner.withBean(ObservationRegistry.class, () -> registry)
                .run(context -> context.getBean(ImageClassifier.class).classify(DIGITS.asItIs(0)));
        assertThat(observed).hasSize(1);
        assertThat(observed.get(0)).startsWith("trainkit.prediction").contains("bees");
    }

    @Test
    void leavesOutWhatThereAreNoClassesFor() {
        runner.withClassLoader(
                        new FilteredClassLoader(
                                "org.springframework.boot.actuate",
                                "org.springframework.boot.health",
                                "io.micrometer"))
                .run(
                        context ->
                                assertThat(context)
                                        .hasNotFailed()
                                        .hasSingleBean(ImageClassifier.class)
                                        .doesNotHaveBean(TrainkitEndpoint.class)
                                        .doesNotHaveBean("trainkitHealthIndicator")
                                        .doesNotHaveBean("trainkitMeterListener"));
    }

    @Test
    void doesNothingWhereTheModelsAreExcluded() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(
                                TrainkitMetricsAutoConfiguration.class,
                                TrainkitActuatorAutoConfiguration.class))
                .withPropertyValues(
                        "trainkit.model.location=file:" + model,
                        "management.endpoints.web.exposure.include=trainkit")
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean(ObservationRegistry.class, ObservationRegistry::create)
                .run(
                        context ->
                                assertThat(context)
                                        .hasNotFailed()
                                        .doesNotHaveBean(MeterListener.class)
                                        .doesNotHaveBean(QueueGauges.class)
                                        .doesNotHaveBean(ObservationListener.class)
                                        .doesNotHaveBean(TrainkitEndpoint.class)
                                        .doesNotHaveBean("trainkitHealthIndicator")
                                        .doesNotHaveBean("trainkitInfoContributor"));
    }

    @Test
    void leavesOutWhatIsSwitchedOff() {
        runner.withPropertyValues(
                        "management.health.trainkit.enabled=false",
                        "management.endpoints.web.exposure.include=health")
                .run(
                        context ->
                                assertThat(context)
                                        .doesNotHaveBean(TrainkitEndpoint.class)
                                        .doesNotHaveBean("trainkitHealthIndicator"));
    }

    @Test
    void yieldsToTheUsersHealth() {
        runner.withBean(
                        "trainkitHealthIndicator",
                        HealthIndicator.class,
                        () -> () -> Health.down().build())
                .run(
                        context ->
                                assertThat(
                                                context.getBean(HealthIndicator.class)
                                                        .health()
                                                        .getStatus()
                                                        .getCode())
                                        .isEqualTo("DOWN"));
    }
}
