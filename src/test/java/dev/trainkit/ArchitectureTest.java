package dev.trainkit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.BreakIterator;
import java.text.Collator;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.Format;
import java.text.NumberFormat;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.regex.Pattern;
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

    /** Those that read or write numbers, dates or words by a locale. */
    private static final List<Class<?>> BY_LOCALE =
            List.of(
                    Format.class,
                    DecimalFormatSymbols.class,
                    Formatter.class,
                    Scanner.class,
                    DateTimeFormatter.class,
                    DateTimeFormatterBuilder.class,
                    Collator.class,
                    BreakIterator.class);

    private static final Pattern MADE =
            Pattern.compile("<init>|get\\w*Instance|ofPattern|ofLocalized\\w*|toFormatter");

    /** Of a method reference, a variable, a call, or one of two texts. */
    private static final Pattern UNSEEN =
            Pattern.compile(
                    "::formatted|[^\")\\s]\\s*\\.formatted\\(|[^\"\\s]\\s*\\)\\s*\\.formatted\\("
                            + "|\\s:\\s+\"[^\"]*\"(\\s*\\+\\s*\"[^\"]*\")*\\s*\\)\\s*\\.formatted\\(");

    private static final List<Class<?>> NAMED = List.of(Locale.class, DecimalFormatSymbols.class);

    private static final ArchRule BY_NO_DEFAULT_LOCALE =
            noClasses()
                    .should()
                    .callCodeUnitWhere(
                            describe(
                                    "it goes by the default locale",
                                    ArchitectureTest::goesByTheDefaultLocale));

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

    /** What the compiler's check does not see: in ninety locales, numbers have other digits. */
    @Test
    void nothingGoesByTheDefaultLocale() {
        BY_NO_DEFAULT_LOCALE.check(TRAINKIT);
    }

    @Test
    void seesWhatGoesByTheDefaultLocale() {
        JavaClasses careless = new ClassFileImporter().importClasses(Careless.class);
        assertThat(BY_NO_DEFAULT_LOCALE.evaluate(careless).getFailureReport().getDetails())
                .hasSize(5);
    }

    /** The compiler's check looks at formats that stand where they are used. */
    @Test
    void aFormatThatTheCompilerDoesNotSeeIsGivenALocale() throws IOException {
        Path sources = Path.of(System.getProperty("trainkit.home"), "src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(file).content().doesNotContainPattern(UNSEEN));
        }
    }

    /** Five times by the default locale, then by one that is named. */
    @SuppressWarnings({"DefaultLocale", "UnusedVariable"})
    private static final class Careless {

        private final List<Object> byDefault =
                List.of(
                        new DecimalFormat("0.0"),
                        NumberFormat.getPercentInstance(),
                        DateTimeFormatter.ofPattern("uuuu"),
                        new Scanner("1"),
                        Locale.getDefault());

        private final List<Object> named =
                List.of(
                        NumberFormat.getPercentInstance(Locale.ROOT),
                        DateTimeFormatter.ofPattern("uuuu", Locale.ROOT));
    }

    private static boolean goesByTheDefaultLocale(JavaCall<?> call) {
        JavaClass owner = call.getTargetOwner();
        if (owner.isEquivalentTo(Locale.class)) {
            return call.getName().startsWith("getDefault");
        }
        return BY_LOCALE.stream().anyMatch(owner::isAssignableTo)
                && MADE.matcher(call.getName()).matches()
                && call.getTarget().getRawParameterTypes().stream()
                        .noneMatch(type -> NAMED.stream().anyMatch(type::isAssignableTo));
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
