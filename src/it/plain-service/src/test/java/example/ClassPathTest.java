package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trainkit.predict.ImageClassifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A service without Spring that predicts: DJL, the native library, Jackson, and nothing else. */
class ClassPathTest {

    @Test
    void hasNothingOfSpringNorOfTheCommandLine() {
        TreeSet<String> names = new TreeSet<>();
        for (String jar : System.getProperty("surefire.test.class.path").split(":")) {
            if (jar.endsWith(".jar")) {
                names.add(Path.of(jar).getFileName().toString().replaceAll("-\\d.*", ""));
            }
        }
        names.removeIf(name -> name.matches("junit-.*|opentest4j|apiguardian-api"));
        System.out.println("The class path of the service: " + names);
        assertEquals(
                new TreeSet<>(
                        Arrays.asList(
                                "api",
                                "commons-codec",
                                "commons-compress",
                                "commons-io",
                                "error_prone_annotations",
                                "gson",
                                "jackson-annotations",
                                "jackson-core",
                                "jackson-databind",
                                "jackson-dataformat-yaml",
                                "jna",
                                "pytorch-engine",
                                "pytorch-jni",
                                "pytorch-native-cpu",
                                "slf4j-api",
                                "snakeyaml",
                                "trainkit")),
                names);
    }

    @Test
    void predicts() {
        Path home = Path.of(System.getProperty("trainkit.home", "../../.."));
        try (ImageClassifier classifier =
                ImageClassifier.load(home.resolve("models/lenet-mnist"))) {
            assertEquals(
                    "7",
                    classifier.classify(home.resolve("src/main/dist/samples/digit-7.png")).label());
            assertTrue(List.of("0", "7").stream().allMatch(classifier.classes()::contains));
        }
    }
}
