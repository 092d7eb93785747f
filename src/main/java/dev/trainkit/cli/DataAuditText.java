package dev.trainkit.cli;

import dev.trainkit.Quoted;
import dev.trainkit.data.DataAudit;
import dev.trainkit.data.DataAudit.Part;
import dev.trainkit.data.DataAudit.Same;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** An audit for people. */
final class DataAuditText {

    private static final int MOST_EXAMPLES = 10;

    private final DataAudit audit;
    private final StringBuilder text = new StringBuilder();

    private DataAuditText(DataAudit audit) {
        this.audit = audit;
    }

    static String of(DataAudit audit) {
        return new DataAuditText(audit).text();
    }

    private String text() {
        line("Pictures    %dx%d, %s", audit.width(), audit.height(), channels());
        line("Mean        %s", numbers(audit.mean()));
        line("Deviation   %s", numbers(audit.std()));
        line("");
        table();
        line("");
        audit.notes().forEach(note -> line("Note        %s", note));
        balance();
        missing();
        same("in two parts", Same::isInSeveralParts);
        same("twice in a part", same -> !same.isInSeveralParts());
        same("of two classes", Same::isContradictory);
        unreadable();
        return text.toString();
    }

    private String channels() {
        return audit.channels() == 1 ? "grey" : "red, green and blue";
    }

    private static String numbers(List<Float> values) {
        return values.stream()
                .map(value -> String.format(Locale.ROOT, "%.4f", value))
                .collect(Collectors.joining(", "));
    }

    private void table() {
        List<String> classes = List.copyOf(audit.parts().get(0).classes().keySet());
        int width = Math.max(5, classes.stream().mapToInt(String::length).max().orElse(0));
        row(width, "class", audit.parts().stream().map(Part::name).toList());
        for (String name : classes) {
            row(width, name, counts(part -> part.classes().get(name)));
        }
        row(width, "all", counts(Part::pictures));
    }

    private List<String> counts(ToIntFunction<Part> count) {
        return audit.parts().stream()
                .map(part -> String.format(Locale.ROOT, "%,d", count.applyAsInt(part)))
                .toList();
    }

    private void row(int width, String name, List<String> cells) {
        String printed = Quoted.line(name); // as long as the name, or shorter
        text.append(printed).append(" ".repeat(width - printed.length()));
        cells.forEach(cell -> text.append(String.format("%12s", cell)));
        text.append('\n');
    }

    private void balance() {
        Map<String, Integer> counts = audit.parts().get(0).classes();
        Map.Entry<String, Integer> most =
                counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        Map.Entry<String, Integer> least =
                counts.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
        if (least.getValue() > 0) {
            line(
                    "Balance     %s has %.1f times as many training pictures as %s",
                    most.getKey(), (double) most.getValue() / least.getValue(), least.getKey());
        }
    }

    private void missing() {
        for (Part part : audit.parts()) {
            if (!part.missing().isEmpty()) {
                line(
                        "Missing     %s has no picture of %s",
                        part.name(), String.join(", ", part.missing()));
            }
        }
    }

    private void same(String where, Predicate<Same> which) {
        List<Same> found = audit.same().stream().filter(which).toList();
        if (found.isEmpty()) {
            return;
        }
        line("The same    %,d pictures are %s", found.size(), where);
        found.stream().limit(MOST_EXAMPLES).forEach(same -> line("  %s", described(same)));
        more(found.size());
    }

    private static String described(Same same) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < same.names().size(); i++) {
            line.append(i == 0 ? "" : " = ")
                    .append(same.names().get(i))
                    .append(" (%s, %s)".formatted(same.parts().get(i), same.classes().get(i)));
        }
        return line.toString();
    }

    private void unreadable() {
        int count = audit.unreadable().size();
        if (count > 0) {
            line("Unreadable  %,d pictures", count);
            audit.unreadable().stream().limit(MOST_EXAMPLES).forEach(one -> line("  %s", one));
            more(count);
        }
    }

    private void more(int count) {
        if (count > MOST_EXAMPLES) {
            line("  ... and %,d more; --json has them all", count - MOST_EXAMPLES);
        }
    }

    private void line(String format, Object... values) {
        text.append(Quoted.line(String.format(Locale.ROOT, format, values))).append('\n');
    }
}
