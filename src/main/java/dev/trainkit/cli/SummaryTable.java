package dev.trainkit.cli;

import dev.trainkit.inspect.ModelSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The layers of a network under each other, with totals. */
final class SummaryTable {

    private SummaryTable() {}

    static String of(ModelSummary summary) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Layer", "Output shape", "Parameters", "Multiply-adds"));
        for (ModelSummary.Layer layer : summary.layers()) {
            rows.add(
                    row(
                            layer.name(),
                            shape(layer.outputShape()),
                            layer.parameters(),
                            layer.multiplyAdds()));
        }
        rows.add(row("Total", "", summary.parameters(), summary.multiplyAdds()));
        return aligned(rows);
    }

    private static List<String> row(String name, String shape, long parameters, long multiplyAdds) {
        return List.of(
                name,
                shape,
                String.format(Locale.ROOT, "%,d", parameters),
                String.format(Locale.ROOT, "%,d", multiplyAdds));
    }

    /** As PyTorch writes a shape, without the batch. */
    private static String shape(List<Long> sizes) {
        return sizes.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }

    /** Texts to the left, numbers to the right. */
    private static String aligned(List<List<String>> rows) {
        String line =
                "%%-%ds  %%-%ds  %%%ds  %%%ds%%n"
                        .formatted(width(rows, 0), width(rows, 1), width(rows, 2), width(rows, 3));
        return rows.stream()
                .map(row -> String.format(line, row.toArray()))
                .collect(Collectors.joining());
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow();
    }
}
