package dev.trainkit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.trainkit.Slow;
import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, it gives a configuration or a sentence, and soon. */
class BrokenYamlTest {

    private static final int RUNS = 500;
    private static final String SIGNS = ":-?[]{},&*!|>'\"%@`#~ \n\t.019eE_<=\\\u0000\u0085ä";

    @TempDir private Path folder;

    @Test
    @Slow
    void aDamagedFileGivesASentence() throws IOException {
        String whole = RunConfig.of().toYaml() + "\n# end\n...\n";
        Random random = new Random(11);
        for (int run = 0; run < RUNS; run++) {
            StringBuilder damaged = new StringBuilder(whole);
            for (int i = random.nextInt(4); i >= 0; i--) {
                damage(damaged, random);
            }
            assertGivesAConfigurationOrASentence(damaged.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "{",
                "- ",
                "? ",
                "&a ",
                "*a ",
                "\"",
                "'",
                "!",
                "{a: ",
                "a: {",
                "a:\n ",
                "[a,",
                "{a,",
                "train: {",
                "train:\n epochs: 1\n",
                "train: {epochs: [",
                "%",
                "|\n",
                "\t",
                "9",
                "\uFEFF"
            })
    void oneSignOverAndOverEndsSoon(String sign) {
        String yaml = sign.repeat(80_000 / sign.length());

        Assertions.assertTimeout(
                Duration.ofSeconds(20), () -> assertGivesAConfigurationOrASentence(yaml));
    }

    @Test
    void aliasesThatWouldUnfoldWithoutEndAreNotFollowed() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append(String.format(Locale.ROOT, "a%d: &a%d [*a%d, *a%d]\n", i, i, i - 1, i - 1));
        }
        Path file = Files.writeString(folder.resolve("bomb.yaml"), bomb);

        assertThat(catchThrowable(() -> RunConfig.load(file, List.of())))
                .hasMessageContaining("bomb.yaml:40: Unknown key 'a39'.");
    }

    private void assertGivesAConfigurationOrASentence(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("run.yaml"), yaml);
        Throwable thrown =
                catchThrowable(() -> RunConfig.load(file, List.of(yaml, "data.path=" + yaml)));
        assertThat(thrown).isInstanceOf(InvalidConfigException.class);
        assertThat(thrown).isInstanceOf(TrainkitException.class);
        assertThat(((InvalidConfigException) thrown).problems())
                .allSatisfy(problem -> assertThat(problem.sentence()).hasSizeBetween(20, 400))
                .allSatisfy(problem -> assertThat(problem.toString()).hasLineCount(1));
    }

    private static void damage(StringBuilder text, Random random) {
        int place = random.nextInt(text.length());
        char sign = SIGNS.charAt(random.nextInt(SIGNS.length()));
        switch (random.nextInt(3)) {
            case 0 -> text.setCharAt(place, sign);
            case 1 -> text.insert(place, sign);
            default -> text.delete(place, Math.min(text.length(), place + random.nextInt(20)));
        }
    }
}
