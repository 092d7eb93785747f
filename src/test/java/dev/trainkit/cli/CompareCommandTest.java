package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.Slow;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Slow
class CompareCommandTest {

    @TempDir private static Path folder;
    private static Path first;
    private static Path second;

    @BeforeAll
    static void train() throws IOException {
        Path data = IdxFixture.write(folder.resolve("data"));
        first = trained("first", "data.path=" + data, "train.epochs=1");
        second = trained("second", "data.path=" + data, "optimizer.momentum=0.5");
    }

    private static Path trained(String name, String... settings) {
        Path model = folder.resolve(name);
        String[] arguments = new String[settings.length + 4];
        arguments[0] = "train";
        arguments[1] = "--out=" + model;
        arguments[2] = "--set=train.epochs=2";
        arguments[3] = "--set=engine.threads=1";
        for (int i = 0; i < settings.length; i++) {
            arguments[4 + i] = "--set=" + settings[i];
        }
        Ran ran = Ran.here(arguments);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return model;
    }

    @Test
    void showsWhatDiffersAndNothingElse() {
        Ran ran = Ran.here("compare", first.toString(), second.toString());

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines().map(line -> line.replaceAll(" {2,}.*", "")))
                .startsWith(
                        "",
                        "train.epochs",
                        "optimizer.momentum",
                        "Test accuracy",
                        "",
                        "Test loss",
                        "Test pictures",
                        "Validation accuracy",
                        "Best epoch",
                        "Training time",
                        "");
        assertThat(ran.out())
                .containsPattern("train.epochs +1 +2\n")
                .containsPattern("optimizer.momentum +0.9 +0.5\n");
    }

    @Test
    void pairsTheAnswersToTheSamePictures() throws IOException {
        JsonNode found = json(first, second);

        JsonNode paired = found.get("paired");
        long pictures = found.at("/first/pictures").asLong();
        assertThat(
                        paired.get("both").asLong()
                                + paired.get("onlyFirst").asLong()
                                + paired.get("onlySecond").asLong()
                                + paired.get("neither").asLong())
                .isEqualTo(pictures)
                .isEqualTo(20);
        assertThat(found.at("/first/accuracy").asDouble() * pictures)
                .isEqualTo(paired.get("both").asDouble() + paired.get("onlyFirst").asDouble());
        assertThat(found.at("/first/accuracy").asDouble())
                .isBetween(
                        found.at("/first/interval/low").asDouble(),
                        found.at("/first/interval/high").asDouble());
    }

    @Test
    void findsNoDifferenceOfAModelFromItself() throws IOException {
        JsonNode found = json(first, first);

        assertThat(found.get("settings")).isEmpty();
        assertThat(found.at("/paired/pValue").asDouble()).isEqualTo(1);
        assertThat(Ran.here("compare", first.toString(), first.toString()).out())
                .endsWith(
                        "Equally good models may well differ by that much (McNemar's exact test, p"
                                + " = 1.0).\n");
    }

    @Test
    void pairsNothingWhereTheTestSetsDiffer() throws IOException {
        JsonNode found = json(first, Ran.HOME.resolve("models/lenet-mnist"));

        assertThat(found.get("paired").isNull()).isTrue();
        assertThat(found.at("/second/pictures").asInt()).isEqualTo(10_000);
        // 9,931 of 10,000 by SciPy's binomtest(...).proportion_ci(method="wilson")
        assertThat(found.at("/second/interval/low").asDouble())
                .isCloseTo(0.991277506, offset(1e-9));
        assertThat(found.at("/second/interval/high").asDouble())
                .isCloseTo(0.994543795, offset(1e-9));
    }

    @Test
    void namesTheDirectoryThatIsNoModel() {
        Path none = folder.resolve("none");

        assertThat(Ran.here("compare", first.toString(), none.toString()))
                .isEqualTo(
                        new Ran(
                                1,
                                "",
                                "There is no model in %s: it has no model.json. Train one with `trainkit train --out %s`.\n"
                                        .formatted(none, none)));
    }

    private static JsonNode json(Path one, Path other) throws IOException {
        Ran ran = Ran.here("compare", one.toString(), other.toString(), "--json");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return new ObjectMapper().readTree(ran.out());
    }
}
