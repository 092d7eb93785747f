package dev.trainkit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManyMistakesTest {

    @Test
    void listsTheFirstFiftyMistakesAndCountsTheOthers() {
        String yaml =
                IntStream.range(0, 16_000)
                        .mapToObj(i -> "key" + i + ": 1\n")
                        .collect(Collectors.joining());

        InvalidConfigException invalid = refused(yaml);

        assertThat(invalid.getMessage())
                .startsWith(
                        "The configuration has 16000 mistakes:\n  a text:1: Unknown key 'key0'. ")
                .contains("\n  a text:50: Unknown key 'key49'. ")
                .endsWith("\n  and 15,950 more")
                .doesNotContain("'key50'")
                .hasSizeLessThan(20_000);
        assertThat(invalid.problems()).hasSize(50);
    }

    @Test
    void looksForNoNeighbourOfAKeyThatIsFarLonger() {
        assertThat(refused("k".repeat(1_000) + ": 1\n").getMessage())
                .startsWith("a text:1: Unknown key '" + "k".repeat(80) + "...'. The sections are ");
    }

    @Test
    void takesNoTextThatIsLargerThanAFileMayBe() {
        String large = "# " + "a".repeat(256 * 1024 - 2);
        assertThat(RunConfig.parse("a text", large, List.of())).isEqualTo(RunConfig.of());
        assertThat(refused(large + "a").getMessage())
                .isEqualTo("a text: This text is larger than 256 KiB, so it is no configuration.");
        assertThat(refused("# " + "é".repeat(128 * 1024)).getMessage())
                .isEqualTo("a text: This text is larger than 256 KiB, so it is no configuration.");
    }

    private static InvalidConfigException refused(String yaml) {
        return catchThrowableOfType(
                InvalidConfigException.class, () -> RunConfig.parse("a text", yaml, List.of()));
    }
}
