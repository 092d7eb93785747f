package dev.trainkit.spring.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** The properties of trainkit that there are, as they are described to IDEs. */
final class DescribedProperties {

    private static final String FILE = "META-INF/spring-configuration-metadata.json";
    private static final String OURS = "trainkit.";
    private static final ConfigurationPropertyName MODELS =
            ConfigurationPropertyName.of("trainkit.models");

    private DescribedProperties() {}

    /**
     * Spring takes no notice of a name that nothing is bound to.
     *
     * @throws TrainkitException when there is no property of a name that begins with {@code
     *     trainkit}
     */
    static void require(List<String> names) {
        List<String> ours = names.stream().filter(name -> name.startsWith(OURS)).toList();
        if (ours.isEmpty()) {
            return; // and nothing is read
        }
        Set<String> described = described();
        for (String name : ours) {
            ConfigurationPropertyName wanted =
                    ofOneModel(ConfigurationPropertyName.adapt(name, '.'));
            if (described.stream().map(ConfigurationPropertyName::of).noneMatch(wanted::equals)) {
                throw new TrainkitException(
                        "There is no property %s, but: %s. Set one of these."
                                .formatted(name, String.join(", ", described)));
            }
        }
    }

    /** Each of {@code trainkit.models} has what {@code trainkit.model} has. */
    private static ConfigurationPropertyName ofOneModel(ConfigurationPropertyName name) {
        return MODELS.isAncestorOf(name) && name.getNumberOfElements() > 3
                ? ConfigurationPropertyName.of("trainkit.model").append(name.subName(3))
                : name;
    }

    private static Set<String> described() {
        Set<String> names = new TreeSet<>();
        try {
            ClassLoader loader = DescribedProperties.class.getClassLoader();
            for (URL file : Collections.list(loader.getResources(FILE))) {
                try (InputStream in = file.openStream()) {
                    for (JsonNode one : new ObjectMapper().readTree(in).path("properties")) {
                        names.add(one.path("name").asText());
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(FILE + " cannot be read", e);
        }
        names.removeIf(name -> !name.startsWith(OURS) || name.equals(MODELS.toString()));
        return names;
    }
}
