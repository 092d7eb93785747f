package dev.trainkit.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.resource;

import dev.trainkit.predict.LookedAt;
import dev.trainkit.predict.Prediction;
import dev.trainkit.predict.SmallModel;
import dev.trainkit.spring.web.ProblemValve;
import dev.trainkit.spring.web.TimedProtocol;
import dev.trainkit.spring.web.TrainkitWebAutoConfiguration;
import dev.trainkit.spring.web.WebProperties;
import dev.trainkit.store.Figures;
import dev.trainkit.store.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

/** Compiles an application ahead of time, and looks at what a native image is told of it. */
class RuntimeHintsTest {

    private static final InMemoryGeneratedFiles FILES = new InMemoryGeneratedFiles();

    @TempDir private static Path folder;
    private static RuntimeHints hints;

    @BeforeAll
    static void compile() throws IOException {
        Path model = SmallModel.saying(folder.resolve("bees"), 1, 3, 2);
        try (var application = new AnnotationConfigServletWebServerApplicationContext()) {
            TestPropertyValues.of(
                            "trainkit.model.location=file:" + model, "trainkit.web.enabled=true")
                    .applyTo(application);
            application.register(
                    TrainkitAutoConfiguration.class, TrainkitWebAutoConfiguration.class);
            DefaultGenerationContext generation =
                    new DefaultGenerationContext(
                            new ClassNameGenerator(ClassName.get("example", "Service")), FILES);
            new ApplicationContextAotGenerator().processAheadOfTime(application, generation);
            generation.writeGeneratedContent();
            hints = generation.getRuntimeHints();
        }
    }

    @Test
    void makeTheBeansOfAModelByCode() throws IOException {
        assertThat(
                        FILES.getGeneratedFileContent(
                                Kind.SOURCE,
                                "dev/trainkit/spring/ServedModelFactory__BeanDefinitions.java"))
                .contains("getImageClassifierServedModelBeanDefinition()")
                .contains("getImageClassifierBeanDefinition()");
    }

    @Test
    void keepTheResourcesOfOurs() {
        for (String name :
                List.of(
                        "version.properties",
                        "spring/web/draw.html",
                        "spring/web/draw.js",
                        "spring/web/page.css",
                        "spring/web/runs.html",
                        "spring/web/runs.js",
                        "spring/web/openapi.json")) {
            assertThat(resource().forResource("dev/trainkit/" + name)).as(name).accepts(hints);
        }
    }

    @Test
    void keepWhatIsReadAndWrittenAsJson() {
        Stream<String> shared =
                Stream.of(
                                Manifest.class,
                                Figures.class,
                                LookedAt.class,
                                Prediction.Score.class,
                                TrainingStatus.class)
                        .map(Class::getName);
        Stream<String> web =
                Stream.of(
                                "PredictController$Answer",
                                "ModelView",
                                "ModelView$Input",
                                "RunView",
                                "RunView$Epoch",
                                "Problem")
                        .map(name -> "dev.trainkit.spring.web." + name);
        Stream.concat(shared, web)
                .forEach(
                        type ->
                                assertThat(
                                                reflection()
                                                        .onType(TypeReference.of(type))
                                                        .withMemberCategory(
                                                                MemberCategory
                                                                        .INVOKE_DECLARED_CONSTRUCTORS))
                                        .as(type)
                                        .accepts(hints));
    }

    /** Each component of what is read and written, however deep: a new one is kept at once. */
    @Test
    void keepWhatAManifestIsMadeOf() {
        assertThat(recordsOf(Manifest.class)).contains(Manifest.class, Figures.class);
        for (Class<?> type : recordsOf(Manifest.class)) {
            for (var component : type.getRecordComponents()) {
                assertThat(reflection().onMethodInvocation(component.getAccessor()))
                        .as(type.getName() + "." + component.getName())
                        .accepts(hints);
            }
        }
    }

    private static Set<Class<?>> recordsOf(Class<?> type) {
        Set<Class<?>> records = new HashSet<>(Set.of(type));
        for (var component : type.getRecordComponents()) {
            if (component.getType().isRecord()) {
                records.addAll(recordsOf(component.getType()));
            }
        }
        return records;
    }

    @Test
    void keepWhatTomcatMakesByItsName() {
        for (Class<?> type : List.of(ProblemValve.class, TimedProtocol.class)) {
            assertThat(
                            reflection()
                                    .onType(type)
                                    .withMemberCategory(MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS))
                    .as(type.getName())
                    .accepts(hints);
        }
    }

    @Test
    void keepWhatPropertiesAreBoundTo() {
        for (Class<?> type :
                List.of(
                        TrainkitProperties.class,
                        ModelProperties.class,
                        ModelProperties.Batching.class,
                        WebProperties.class)) {
            assertThat(reflection().onConstructorInvocation(type.getDeclaredConstructors()[0]))
                    .as(type.getName())
                    .accepts(hints);
        }
    }
}
