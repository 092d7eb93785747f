package dev.trainkit.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the page's script draws from, as JSON that can stand in a page. */
final class PageData {

    private PageData() {}

    static String json(List<Chart> charts, Map<String, List<List<String>>> pictures) {
        Map<String, Object> byId = new LinkedHashMap<>();
        charts.forEach(chart -> byId.put(chart.id(), values(chart)));
        Map<String, Object> page = new LinkedHashMap<>(); // in an order that is the same each time
        page.put("charts", byId);
        page.put("pictures", pictures);
        return JsonLine.of(page).replace("<", "\\u003c");
    }

    private static Map<String, Object> values(Chart chart) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("title", chart.title());
        values.put("xName", chart.xName());
        values.put("xs", chart.xs());
        values.put("lines", chart.lines());
        values.put("marked", chart.marked());
        values.put("markedName", chart.markedName());
        values.put("logarithmic", chart.logarithmic());
        return values;
    }
}
