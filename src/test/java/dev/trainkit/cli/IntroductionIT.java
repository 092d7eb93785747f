package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The introduction in both languages prints what PyTorch computes from the same weights, picture
 * and target, as {@code scripts/goldens/introduction.py} has written it down.
 */
class IntroductionIT {

    /** Twice the last of six decimal places. */
    private static final double ROUNDING = 2e-6;

    private static JsonNode golden;

    @TempDir private Path folder;

    @BeforeAll
    static void readGolden() throws IOException {
        try (InputStream file =
                IntroductionIT.class.getResourceAsStream("/goldens/introduction.json")) {
            golden = new ObjectMapper().readTree(file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"02-neural-network.jsh", "02-neural-network.zh.jsh"})
    void printsWhatPyTorchComputes(String script) {
        Ran ran =
                Ran.launched(
                        folder,
                        Ran.HOME.resolve("scripts/trainkit"),
                        Map.of("OMP_NUM_THREADS", "1"), // as fast on a busy machine
                        "shell",
                        Ran.HOME.resolve("scripts/jshell").resolve(script).toString());

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isZero();
        assertThat(words(ran.out().lines().toList()))
                .usingElementComparator(IntroductionIT::compareWords)
                .containsExactlyElementsOf(words(transcript()));
    }

    private static List<String> transcript() {
        List<String> lines = new ArrayList<>();
        golden.get("printed").forEach(line -> lines.add(line.textValue()));
        lines.set(0, "Net(");
        lines.add("parameters 10");
        golden.get("parameters")
                .properties()
                .forEach(parameter -> lines.add(parameter.getKey() + shape(parameter.getValue())));
        lines.add(numbers("output"));
        lines.add("conv1.bias gradient before absent");
        lines.add(numbers("conv1.bias gradient of a vector"));
        lines.add(numbers("loss"));
        lines.add("graph " + golden.get("graph").get(0).textValue() + " ()");
        lines.add("graph " + golden.get("graph").get(1).textValue() + " (1, 10)");
        lines.add("graph " + golden.get("graph").get(2).textValue() + " fc3.bias (10)");
        lines.add("conv1.bias gradient before absent");
        lines.add(numbers("conv1.bias gradient after"));
        lines.add(numbers("loss after a step by hand"));
        lines.add(numbers("sgd"));
        lines.add(numbers("sgd with Nesterov"));
        lines.add(numbers("adam"));
        lines.add(numbers("rmsprop"));
        for (int turn = 0; turn < 20; turn++) {
            lines.add("turn " + (turn + 1) + " loss " + places(golden.get("turns").get(turn)));
        }
        lines.add(numbers("target"));
        lines.add(numbers("output at the end").replace(" at the end", ""));
        return lines;
    }

    private static String shape(JsonNode sizes) {
        List<String> texts = new ArrayList<>();
        sizes.forEach(size -> texts.add(size.asText()));
        return " (" + String.join(", ", texts) + ")";
    }

    private static String numbers(String name) {
        StringBuilder line = new StringBuilder(name);
        golden.get(name).forEach(number -> line.append(' ').append(places(number)));
        return line.toString();
    }

    private static String places(JsonNode number) {
        return String.format(Locale.ROOT, "%.6f", number.doubleValue());
    }

    private static List<String> words(List<String> lines) {
        return lines.stream()
                .flatMap(line -> List.of(line.strip().split("\\s+")).stream())
                .toList();
    }

    private static int compareWords(String a, String b) {
        boolean numbers = a.matches("-?\\d+\\.\\d{6}") && b.matches("-?\\d+\\.\\d{6}");
        if (numbers && Math.abs(Double.parseDouble(a) - Double.parseDouble(b)) < ROUNDING) {
            return 0;
        }
        return a.compareTo(b);
    }
}
