package dev.trainkit.export;

import java.util.Map;

/**
 * What lies beside an exported file, as JSON.
 *
 * @param format by the name in {@link Exporters}
 * @param sha256 of the file, or of each file in the folder, by name
 */
public record ExportReport(
        String format,
        Map<String, String> sha256,
        long bytes,
        Verification verification,
        ExportMetadata model) {}
