package dev.trainkit.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** What an IDE offers where somebody writes properties, beside the records that they end up in. */
class ConfigurationMetadataTest {

    private static final String FILE = "/META-INF/spring-configuration-metadata.json";

    private static JsonNode metadata;

    /** What it says of a property; the default is empty where there is none. */
    private record Property(String type, String defaultValue) {}

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = ConfigurationMetadataTest.class.getResourceAsStream(FILE)) {
            metadata = new ObjectMapper().readTree(in);
        }
    }

    @Test
    void namesEachPropertyWithItsTypeAndItsDefault() {
        Map<String, Property> described = new TreeMap<>();
        for (JsonNode one : ours()) {
            described.put(
                    one.get("name").asText(),
                    new Property(
                            one.get("type").asText(), one.path("defaultValue").asText().strip()));
        }
        Map<String, Property> bound = new TreeMap<>();
        for (Class<?> type : propertyClasses()) {
            collect(type.getAnnotation(ConfigurationProperties.class).value(), type, bound);
        }
        assertThat(bound)
                .containsKeys(
                        "trainkit.model.batching.max-delay",
                        "trainkit.web.max-pixels",
                        "trainkit.training.web.enabled");
        assertThat(described).isEqualTo(bound);
    }

    /** Those that the annotation says are bound, wherever they are. */
    private static List<Class<?>> propertyClasses() {
        var scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scan.findCandidateComponents("dev.trainkit").stream()
                .<Class<?>>map(found -> ClassUtils.resolveClassName(found.getBeanClassName(), null))
                .toList();
    }

    private static void collect(String prefix, Class<?> type, Map<String, Property> properties) {
        for (Parameter parameter : type.getDeclaredConstructors()[0].getParameters()) {
            String name = prefix + "." + kebab(parameter.getName());
            if (parameter.getType().isRecord()) {
                collect(name, parameter.getType(), properties);
            } else {
                properties.put(name, property(parameter));
            }
        }
    }

    private static Property property(Parameter parameter) {
        DefaultValue defaultValue = parameter.getAnnotation(DefaultValue.class);
        String type =
                parameter.getType().isPrimitive()
                        ? ClassUtils.resolvePrimitiveIfNecessary(parameter.getType()).getName()
                        : parameter.getParameterizedType().getTypeName().replace(", ", ",");
        return new Property(
                type, defaultValue == null ? "" : String.join(",", defaultValue.value()));
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @Test
    void describesEachPropertyInSentences() {
        for (JsonNode one : ours()) {
            assertThat(one.path("description").asText())
                    .as(one.get("name").asText())
                    .matches("(?s)\\p{Lu}?.{10,}\\.");
        }
    }

    @Test
    void offersValuesForWhatIsText() {
        assertThat(metadata.get("hints").findValuesAsText("name"))
                .contains(
                        "trainkit.engine.device",
                        "trainkit.engine.threads",
                        "trainkit.model.location");
    }

    private static Iterable<JsonNode> ours() {
        return () ->
                metadata.get("properties")
                        .valueStream()
                        .filter(one -> one.get("name").asText().startsWith("trainkit."))
                        .iterator();
    }
}
