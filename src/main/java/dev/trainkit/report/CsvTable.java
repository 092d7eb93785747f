package dev.trainkit.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.util.List;

/** Tables that a spreadsheet reads: commas, quotes where they are needed, a header. */
public final class CsvTable {

    private static final CsvMapper MAPPER = new CsvMapper();

    private CsvTable() {}

    /**
     * The table as text.
     *
     * @param rows strings, numbers, truths, and null for an empty cell
     */
    public static String write(List<String> columns, List<List<Object>> rows) {
        CsvSchema.Builder schema = CsvSchema.builder();
        columns.forEach(schema::addColumn);
        try {
            return MAPPER.writer(schema.build().withHeader()).writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the rows cannot be written as CSV", e);
        }
    }
}
