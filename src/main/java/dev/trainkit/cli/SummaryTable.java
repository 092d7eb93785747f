package dev.trainkit.cli;

import dev.trainkit.inspect.ModelSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The layers of a network under each other, with totals. */
final class SummaryTable {

    private SummaryTable() {}

    static String of(ModelSummary summary) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Layer", "Output shape", "Parameters", "Multiply-adds", "Activations"));
        for (ModelSummary.Layer layer : summary.layers()) {
            rows.add(
                    row(
                            layer.name(),
                            shape(layer.outputShape()),
                            layer.parameters(),
                            layer.multiplyAdds(),
                            layer.activationBytes()));
        }
        rows.add(
                row(
                        "Total",
                        "",
                        summary.parameters(),
                        summary.multiplyAdds(),
                        summary.activationBytes()));
        return aligned(rows) + memory(summary);
    }

    private static String memory(ModelSummary summary) {
        return String.format(
                Locale.ROOT,
                "%nTraining changes %,d of the parameters. For each picture it keeps %,d bytes of"
                        + " activations%nuntil the way back, which computes %,d bytes of gradients"
                        + " of them.%n",
                summary.trainableParameters(),
                summary.activationBytes(),
                summary.gradientBytes());
    }

    private static List<String> row(String name, String shape, long... numbers) {
        List<String> row = new ArrayList<>(List.of(name, shape));
        LongStream.of(numbers)
                .forEach(number -> row.add(String.format(Locale.ROOT, "%,d", number)));
        return row;
    }

    /** As PyTorch writes a shape, without the batch. */
    private static String shape(List<Long> sizes) {
        return sizes.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }

    /** Texts to the left, numbers to the right. */
    private static String aligned(List<List<String>> rows) {
        String line =
                String.format(
                        Locale.ROOT,
                        "%%-%ds  %%-%ds  %%%ds  %%%ds  %%%ds%%n",
                        IntStream.range(0, 5).mapToObj(i -> width(rows, i)).toArray());
        return rows.stream()
                .map(row -> String.format(line, row.toArray()))
                .collect(Collectors.joining());
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow();
    }
}
