package dev.trainkit.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.trainkit.SpreadsheetCell;
import java.util.ArrayList;
import java.util.List;

/**
 * Tables that a spreadsheet reads: commas, quotes where they are needed, a header, and nothing that
 * it would run.
 */
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
            return MAPPER.writer(schema.build().withHeader())
                    .writeValueAsString(rows.stream().map(CsvTable::written).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the rows cannot be written as CSV", e);
        }
    }

    private static List<Object> written(List<Object> row) {
        List<Object> written = new ArrayList<>(); // of a list that may have null
        row.forEach(
                cell ->
                        written.add(
                                cell instanceof String text
                                        ? SpreadsheetCell.written(text)
                                        : cell));
        return written;
    }
}
