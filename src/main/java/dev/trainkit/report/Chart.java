package dev.trainkit.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Curves over one axis, for the page's chart library and for its tables.
 *
 * @param id unique on the page
 * @param xs where any curve has a value, rising
 * @param lines the curves
 * @param marked a place on the axis to be marked; null for none
 * @param logarithmic whether the values' axis is
 * @param wide whether it has the page's whole width
 */
record Chart(
        String id,
        String title,
        String xName,
        List<Double> xs,
        List<Line> lines,
        Double marked,
        String markedName,
        boolean logarithmic,
        boolean wide) {

    private static final int TABLE_ROWS = 60;

    /**
     * A curve.
     *
     * @param values one for each place, null where it has none
     * @param kind {@code line}, {@code points} or {@code faint}
     */
    record Line(String name, List<Double> values, String kind) {}

    /** One line of the table that says the same as the chart. */
    record Row(String x, List<String> values) {}

    /** Gathers curves that have values at different places. */
    static final class Curves {

        private final Map<String, String> kinds = new LinkedHashMap<>();
        private final Map<Double, Map<String, Double>> points = new TreeMap<>();

        void add(String line, String kind, double x, Double y) {
            kinds.putIfAbsent(line, kind);
            Map<String, Double> here = points.computeIfAbsent(x, key -> new LinkedHashMap<>());
            if (y != null && Double.isFinite(y)) {
                here.put(line, y);
            }
        }

        boolean isEmpty() {
            return points.isEmpty();
        }

        Chart chart(String id, String title, String xName) {
            List<Line> lines = new ArrayList<>();
            kinds.forEach(
                    (name, kind) -> {
                        List<Double> values = new ArrayList<>();
                        points.values().forEach(here -> values.add(here.get(name)));
                        lines.add(new Line(name, values, kind));
                    });
            return new Chart(
                    id,
                    title,
                    xName,
                    List.copyOf(points.keySet()),
                    lines,
                    null,
                    null,
                    false,
                    false);
        }
    }

    Chart marking(Double place, String name) {
        return new Chart(id, title, xName, xs, lines, place, name, logarithmic, wide);
    }

    Chart onLogarithmicAxis() {
        return new Chart(id, title, xName, xs, lines, marked, markedName, true, wide);
    }

    /** What a screen reader says in the place of the picture. */
    String description() {
        StringBuilder text = new StringBuilder(title).append(" by ").append(xName).append(". ");
        for (Line line : lines) {
            List<Double> values = line.values().stream().filter(v -> v != null).toList();
            if (!values.isEmpty()) {
                text.append(
                        "%s: from %s to %s, lowest %s, highest %s. "
                                .formatted(
                                        line.name(),
                                        Numbers.brief(values.get(0)),
                                        Numbers.brief(values.get(values.size() - 1)),
                                        Numbers.brief(values.stream().reduce(Math::min).get()),
                                        Numbers.brief(values.stream().reduce(Math::max).get())));
            }
        }
        if (marked != null) {
            text.append("%s: %s.".formatted(markedName, Numbers.brief(marked)));
        }
        return text.toString().strip();
    }

    /** Evenly chosen where there are many. */
    List<Row> rows() {
        int count = Math.min(TABLE_ROWS, xs.size());
        Row[] rows = new Row[count];
        for (int r = 0; r < count; r++) {
            int at = count == 1 ? 0 : (int) ((long) r * (xs.size() - 1) / (count - 1));
            rows[r] =
                    new Row(
                            Numbers.brief(xs.get(at)),
                            lines.stream()
                                    .map(line -> line.values().get(at))
                                    .map(value -> value == null ? "" : Numbers.brief(value))
                                    .toList());
        }
        return Arrays.asList(rows);
    }
}
