package dev.trainkit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.report.CsvTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code evaluate} for spreadsheets: a line for each figure, under the names of the JSON. */
final class TestFiguresCsv {

    private static final List<String> COLUMNS = List.of("figure", "class", "value");

    private final List<List<Object>> rows = new ArrayList<>();

    private TestFiguresCsv() {}

    static String of(TestFigures figures) {
        JsonNode json = new ObjectMapper().valueToTree(figures);
        TestFiguresCsv csv = new TestFiguresCsv();
        csv.add("", "", json);
        json.get("classFigures").forEach(one -> csv.add("", one.get("name").asText(), one));
        return CsvTable.write(COLUMNS, csv.rows);
    }

    /** Lists have their own rows, or none. */
    private void add(String prefix, String ofClass, JsonNode json) {
        json.properties()
                .forEach(
                        field -> {
                            String figure = prefix + field.getKey();
                            JsonNode value = field.getValue();
                            if (value.isObject()) {
                                add(figure + ".", ofClass, value);
                            } else if (value.isNumber() || value.isNull()) {
                                rows.add(Arrays.asList(figure, ofClass, number(value)));
                            }
                        });
    }

    private static Object number(JsonNode value) {
        return value.isNull() ? null : value.numberValue();
    }
}
