package dev.trainkit.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import dev.trainkit.config.EngineConfig;
import dev.trainkit.data.DigitPictures;
import dev.trainkit.engine.Engines;
import dev.trainkit.engine.NativeMemory;
import dev.trainkit.predict.ImageClassifier;
import dev.trainkit.predict.ServedModel;
import dev.trainkit.predict.ServingConfig;
import dev.trainkit.predict.ServingListener;
import dev.trainkit.predict.SmallModel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class TrainkitAutoConfigurationTest {

    private static final DigitPictures DIGITS = new DigitPictures();

    @TempDir private static Path folder;
    private static Path bees;
    private static Path ants;

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(TrainkitAutoConfiguration.class));

    @BeforeAll
    static void saveModels() {
        bees = SmallModel.saying(folder.resolve("bees"), 1, 3, 2);
        ants = SmallModel.saying(folder.resolve("ants"), 3, 1, 2);
    }

    @Test
    void givesAClassifierForALocationAndFreesItAtTheEnd() {
        int before = liveArrays();
        runner.withPropertyValues("trainkit.model.location=file:" + bees)
                .run(
                        context -> {
                            ImageClassifier classifier = context.getBean(ImageClassifier.class);
                            assertThat(classifier.classify(DIGITS.asItIs(0)).label())
                                    .isEqualTo("bee");
                            assertThat(context.getBean(ServedModels.class).all())
                                    .extracting(ServedModel::name)
                                    .containsExactly("bees");
                            assertThat(liveArrays()).isEqualTo(before + 10);
                        });
        assertThat(liveArrays()).isEqualTo(before);
    }

    @Test
    void doesNothingWithoutTheProperty() {
        runner.withPropertyValues("trainkit.model.queue-capacity=3")
                .run(
                        context ->
                                assertThat(context)
                                        .doesNotHaveBean(ImageClassifier.class)
                                        .doesNotHaveBean(ServedModels.class)
                                        .doesNotHaveBean(TrainkitProperties.class));
    }

    @Test
    void doesNothingWithoutTheClasses() {
        runner.withPropertyValues("trainkit.model.location=file:" + bees)
                .withClassLoader(new FilteredClassLoader(Engine.class))
                .run(context -> assertThat(context).doesNotHaveBean(ServedModels.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class OfTheUser {

        @Bean
        ImageClassifier digits() {
            return ImageClassifier.load(ants);
        }
    }

    @Test
    void yieldsToTheUsersClassifier() {
        runner.withPropertyValues("trainkit.model.location=file:" + bees)
                .withUserConfiguration(OfTheUser.class)
                .run(
                        context -> {
                            assertThat(context).hasSingleBean(ImageClassifier.class);
                            assertThat(context).doesNotHaveBean(ServedModel.class);
                            assertThat(context.getBean(ImageClassifier.class))
                                    .isSameAs(context.getBean("digits"));
                        });
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoModels {

        @Bean
        List<String> answers(
                @Qualifier("digits") ImageClassifier digits,
                @Autowired @Qualifier("insects") ImageClassifier insects) {
            return List.of(
                    digits.classify(DIGITS.asItIs(0)).label(),
                    insects.classify(DIGITS.asItIs(0)).label());
        }
    }

    @Test
    void givesAClassifierForEachNamedModel() {
        runner.withPropertyValues(
                        "trainkit.models.digits.location=file:" + bees,
                        "trainkit.models.insects.location=file:" + ants)
                .withUserConfiguration(TwoModels.class)
                .run(
                        context ->
                                assertThat(context.getBean("answers"))
                                        .isEqualTo(List.of("bee", "ant")));
    }

    @Test
    void yieldsToTheUsersClassifierOfAName() {
        runner.withPropertyValues(
                        "trainkit.models.digits.location=file:" + bees,
                        "trainkit.models.insects.location=file:" + bees,
                        "trainkit.models.insects.name=insects")
                .withUserConfiguration(OfTheUser.class)
                .run(
                        context -> {
                            assertThat(context.getBeansOfType(ImageClassifier.class))
                                    .containsOnlyKeys("digits", "insects");
                            assertThat(
                                            context.getBean("digits", ImageClassifier.class)
                                                    .classify(DIGITS.asItIs(0))
                                                    .label())
                                    .isEqualTo("ant");
                            assertThat(context).hasSingleBean(ServedModel.class);
                        });
    }

    @Test
    void injectsTheModelWithoutANameWhereSeveralWouldDo() {
        runner.withPropertyValues(
                        "trainkit.model.location=" + bees.toUri(),
                        "trainkit.models.insects.location=file:" + ants)
                .run(
                        context ->
                                assertThat(
                                                context.getBean(ImageClassifier.class)
                                                        .classify(DIGITS.asItIs(0))
                                                        .label())
                                        .isEqualTo("bee"));
    }

    @Test
    void needsNoModelWhereTheClassifierIsTheUsers() {
        runner.withPropertyValues("trainkit.model.location=file:" + folder.resolve("none"))
                .withUserConfiguration(OfTheUser.class)
                .run(
                        context -> {
                            assertThat(context).hasNotFailed();
                            assertThat(context.getBean(ServedModels.class).all()).isEmpty();
                        });
    }

    @Test
    void servesAModelOfTheUsersBesideItsOwn() {
        runner.withPropertyValues("trainkit.model.location=file:" + bees)
                .withBean(
                        "ofTheUser",
                        ServedModel.class,
                        () ->
                                ServedModel.load(
                                        "mine",
                                        ants,
                                        new ServingConfig(),
                                        EngineConfig.oneThread(),
                                        new ServingListener() {}))
                .run(
                        context ->
                                assertThat(context.getBean(ServedModels.class).all())
                                        .extracting(ServedModel::name)
                                        .containsExactlyInAnyOrder("bees", "mine"));
    }

    @Test
    void refusesTheNameOfAnotherBean() {
        String description =
                "The model trainkit.models.app would be a bean of the name %s, which is that of"
                        + " another: of java.lang.StringBuilder.";
        for (String name : List.of("app", "appServedModel")) {
            runner.withPropertyValues("trainkit.models.app.location=file:" + bees)
                    .withBean(name, StringBuilder.class, StringBuilder::new)
                    .run(
                            context -> {
                                FailureAnalysis analysis =
                                        new ModelNameFailureAnalyzer()
                                                .analyze(context.getStartupFailure());
                                assertThat(analysis.getDescription())
                                        .isEqualTo(description.formatted(name));
                                assertThat(analysis.getAction())
                                        .isEqualTo(
                                                "Give the model another name, as in"
                                                        + " trainkit.models.OTHER.location, or"
                                                        + " rename that bean.");
                            });
        }
        runner.withPropertyValues("trainkit.model.location=file:" + bees)
                .withBean("imageClassifier", StringBuilder.class, StringBuilder::new)
                .run(
                        context ->
                                assertThat(context)
                                        .getFailure()
                                        .hasMessage(
                                                "The model trainkit.model would be a bean of the"
                                                        + " name imageClassifier, which is that of"
                                                        + " another: of java.lang.StringBuilder. Rename"
                                                        + " that bean, or give the model a name of its"
                                                        + " own, as in trainkit.models.NAME.location."));
    }

    @Test
    void refusesTheNameOfTheModelWithoutOne() {
        runner.withPropertyValues(
                        "trainkit.model.location=file:" + bees,
                        "trainkit.models.imageClassifier.location=file:" + ants)
                .run(
                        context ->
                                assertThat(context)
                                        .getFailure()
                                        .hasMessageStartingWith(
                                                "The model trainkit.models.imageClassifier would be"
                                                        + " a bean of the name"
                                                        + " imageClassifierServedModel, which is"
                                                        + " that of another: of"
                                                        + " dev.trainkit.predict.ServedModel."));
    }

    @Test
    void refusesTheNameOfABeanThatIsConfiguredByItself() {
        runner.withPropertyValues("trainkit.models.jacksonJsonMapper.location=file:" + bees)
                .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .run(
                        context ->
                                assertThat(context)
                                        .getFailure()
                                        .isInstanceOf(ModelNameException.class));
    }

    @Test
    void readsAFolderWithoutAPrefix() {
        String home = System.getProperty("user.home");
        Path here = Path.of("").toAbsolutePath();
        try {
            System.setProperty("user.home", folder.toString());
            for (String location :
                    List.of(
                            bees.toString(),
                            here.relativize(bees) + "/",
                            "~/bees",
                            "file:~/bees")) {
                runner.withPropertyValues("trainkit.model.location=" + location)
                        .run(
                                context ->
                                        assertThat(context.getBean(ServedModel.class).name())
                                                .isEqualTo("bees"));
            }
        } finally {
            System.setProperty("user.home", home);
        }
    }

    @Test
    void saysWhereItLookedForALocationWithoutAPrefix() {
        Path here = Path.of("").toAbsolutePath();
        runner.withPropertyValues("trainkit.model.location=models/none")
                .run(
                        context ->
                                assertThat(context)
                                        .getFailure()
                                        .hasRootCauseMessage(
                                                "There is no model at models/none: neither the class"
                                                        + " path has a model.json there, nor the folder"
                                                        + " file:"
                                                        + here.resolve("models/none")
                                                        + ". Write file: before the path of a"
                                                        + " folder."));
        runner.withPropertyValues("trainkit.model.location=")
                .run(
                        context ->
                                assertThat(context)
                                        .getFailure()
                                        .hasRootCauseMessage("The location is empty."));
    }

    @Test
    void readsAModelOutOfAJar() throws IOException {
        Path jar = folder.resolve("models.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : List.of("model.json", "weights.safetensors", "config.yaml")) {
                zip.putNextEntry(new ZipEntry("models/bees/" + name));
                Files.copy(bees.resolve(name), zip);
                zip.closeEntry();
            }
        }
        Path[] copy = new Path[1];
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
            runner.withClassLoader(loader)
                    .withPropertyValues("trainkit.model.location=classpath:models/bees")
                    .run(
                            context -> {
                                ServedModel served = context.getBean(ServedModel.class);
                                copy[0] = served.status().directory();
                                assertThat(served.name()).isEqualTo("bees");
                                assertThat(copy[0]).isDirectory();
                            });
        }
        assertThat(copy[0]).doesNotExist();
    }

    @Test
    void bindsEveryLimit() {
        runner.withPropertyValues(
                        "trainkit.model.location=file:" + bees,
                        "trainkit.model.name=b",
                        "trainkit.model.background=dark",
                        "trainkit.model.max-concurrency=3",
                        "trainkit.model.queue-capacity=5",
                        "trainkit.model.queue-timeout=70ms",
                        "trainkit.model.batching.max-size=9",
                        "trainkit.model.batching.max-delay=2ms",
                        "trainkit.reload-interval=0",
                        "trainkit.engine.threads=1")
                .run(
                        context -> {
                            ModelProperties model =
                                    context.getBean(TrainkitProperties.class).model();
                            assertThat(model.serving().toString())
                                    .isEqualTo(
                                            "ServingConfig[maxConcurrency=3, queueCapacity=5,"
                                                    + " queueTimeout=PT0.07S, maxBatch=9,"
                                                    + " maxDelay=PT0.002S]");
                            assertThat(context.getBean(ServedModel.class).name()).isEqualTo("b");
                            assertThat(context.getBean(ModelWatch.class).isRunning()).isFalse();
                        });
    }

    @Test
    void refusesAWrongLimitByItsName() {
        runner.withPropertyValues(
                        "trainkit.model.location=file:" + bees, "trainkit.model.max-concurrency=0")
                .run(
                        context ->
                                assertThat(context)
                                        .getFailure()
                                        .hasRootCauseMessage(
                                                "max-concurrency must be at least 1, but was 0."));
    }

    @Test
    void saysWhyAnApplicationDoesNotStart() {
        Path none = folder.resolve("none");
        runner.withPropertyValues("trainkit.model.location=file:" + none)
                .run(
                        context -> {
                            FailureAnalysis analysis =
                                    new UnusableModelFailureAnalyzer()
                                            .analyze(context.getStartupFailure());
                            assertThat(analysis.getDescription())
                                    .isEqualTo(
                                            "The model of trainkit.model.location=file:"
                                                    + none
                                                    + " cannot be served. There is no model in "
                                                    + none
                                                    + ": it has no model.json. Train one with"
                                                    + " `trainkit train --out "
                                                    + none
                                                    + "`.");
                            assertThat(analysis.getAction())
                                    .isEqualTo(
                                            "Set trainkit.model.location to a directory that"
                                                    + " `trainkit train` has written, such as"
                                                    + " file:models/lenet-mnist. `trainkit evaluate"
                                                    + " --model DIR` tells whether a directory is"
                                                    + " whole.");
                        });
        runner.withPropertyValues("trainkit.models.a.name=b")
                .run(
                        context ->
                                assertThat(
                                                new UnusableModelFailureAnalyzer()
                                                        .analyze(context.getStartupFailure())
                                                        .getDescription())
                                        .isEqualTo(
                                                "trainkit.models.a.location names no model. The"
                                                        + " property is not set, and it names the"
                                                        + " model."));
        runner.withPropertyValues("trainkit.model.location=classpath:none")
                .run(
                        context ->
                                assertThat(context)
                                        .getFailure()
                                        .hasRootCauseMessage(
                                                "There is no model at classpath:none: it has no"
                                                        + " model.json."));
    }

    private static int liveArrays() {
        return NativeMemory.liveArrays(Engines.open().engine());
    }
}
