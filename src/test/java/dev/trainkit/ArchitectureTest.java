package dev.trainkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the rooms apart: a package may use only those above it in {@link #ROOMS}. */
class ArchitectureTest {

    private static final String ROOT = "dev.trainkit";

    private static final List<String> ROOMS =
            Stream.of(
                            "config", "engine", "data", "model", "optim", "store", "eval", "train",
                            "predict", "inspect", "report", "export", "spring", "spark", "cli")
                    .map(ArchitectureTest::room)
                    .toList();

    private static final JavaClasses TRAINKIT =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    @Test
    void everyClassLivesInTheRootOrInARoomOfTheList() {
        classes()
                .should()
                .resideInAnyPackage(
                        Stream.concat(Stream.of(ROOT), ROOMS.stream()).toArray(String[]::new))
                .check(TRAINKIT);
    }

    @Test
    void theRoomsHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(TRAINKIT);
    }

    @Test
    void theRootUsesNoRoom() {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOMS.toArray(String[]::new))
                .check(TRAINKIT);
    }

    @TestFactory
    Stream<DynamicTest> aRoomUsesOnlyThoseAboveIt() {
        return IntStream.range(0, ROOMS.size() - 1)
                .mapToObj(
                        i ->
                                dynamicTest(
                                        ROOMS.get(i),
                                        () ->
                                                usesNone(
                                                        ROOMS.get(i),
                                                        ROOMS.subList(i + 1, ROOMS.size()))));
    }

    @Test
    void sparkDoesNotUseSpring() {
        usesNone(room("spark"), List.of(room("spring")));
    }

    @Test
    void onlyTheEngineRoomUsesThePyTorchEngine() {
        isUsedOnlyIn("engine", "ai.djl.pytorch..");
    }

    @Test
    void onlyTheCommandLineUsesPicocli() {
        isUsedOnlyIn("cli", "picocli..");
    }

    @Test
    void onlyTheSpringRoomUsesSpring() {
        isUsedOnlyIn("spring", "org.springframework..");
    }

    @Test
    void onlyTheSparkRoomUsesSpark() {
        isUsedOnlyIn("spark", "org.apache.spark..");
    }

    @Test
    void onlyTheConfigRoomReadsYaml() {
        isUsedOnlyIn("config", "com.fasterxml.jackson.dataformat.yaml..");
        isUsedOnlyIn("config", "org.yaml.snakeyaml..");
    }

    private static String room(String name) {
        return ROOT + "." + name + "..";
    }

    /** A room that does not exist yet breaks no rule. */
    private static void usesNone(String room, List<String> forbidden) {
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden.toArray(String[]::new))
                .allowEmptyShould(true)
                .check(TRAINKIT);
    }

    private static void isUsedOnlyIn(String room, String library) {
        noClasses()
                .that()
                .resideOutsideOfPackage(room(room))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(TRAINKIT);
    }
}
