package dev.trainkit.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelComparisonTest {

    @Test
    void findsTheIntervalsThatSciPyFinds() throws IOException {
        assertThat(golden("intervals"))
                .hasSize(8)
                .allSatisfy(
                        share -> {
                            WilsonInterval interval =
                                    WilsonInterval.of(
                                            share.get("right").asLong(),
                                            share.get("pictures").asLong());
                            assertThat(interval.low())
                                    .isCloseTo(share.get("low").asDouble(), offset(1e-9));
                            assertThat(interval.high())
                                    .isCloseTo(share.get("high").asDouble(), offset(1e-9));
                        });
    }

    @Test
    void findsTheProbabilitiesThatSciPyFinds() throws IOException {
        assertThat(golden("pairs"))
                .hasSize(10)
                .allSatisfy(
                        pair -> {
                            double expected = pair.get("p").asDouble();
                            long first = pair.get("onlyFirst").asLong();
                            long second = pair.get("onlySecond").asLong();
                            double found = new McNemar(0, first, second, 0).pValue();
                            assertThat(found).isCloseTo(expected, offset(1e-8 * expected));
                            assertThat(new McNemar(7, second, first, 9).pValue()).isEqualTo(found);
                        });
    }

    @Test
    void countsWhoIsRightWhere() {
        BitSet first = BitSet.valueOf(new long[] {0b0111_0011});
        BitSet second = BitSet.valueOf(new long[] {0b0100_0110});

        assertThat(McNemar.of(first, second, 9)).isEqualTo(new McNemar(2, 3, 1, 3));
        assertThat(first.cardinality()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 5", "6, 5"})
    void refusesSharesThatAreNone(long successes, long trials) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WilsonInterval.of(successes, trials))
                .withMessage(successes + " successes in " + trials + " trials");
    }

    private static JsonNode golden(String name) throws IOException {
        Path file =
                Path.of(
                        System.getProperty("trainkit.home"),
                        "src/test/resources/goldens/comparison.json");
        return new ObjectMapper().readTree(file.toFile()).get(name);
    }
}
