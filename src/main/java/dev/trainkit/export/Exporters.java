package dev.trainkit.export;

import dev.trainkit.TrainkitException;
import java.util.List;

/** The list of formats. To add one, write an {@link Exporter} and list it here. */
public final class Exporters {

    private Exporters() {}

    private static List<Exporter> list() {
        return List.of(
                new TorchScriptExporter(),
                new OnnxExporter(),
                WeightsExporter.safetensors(),
                WeightsExporter.pytorch(),
                WeightsExporter.npz(),
                new DjlExporter());
    }

    /** What {@code --format} may be. */
    public static List<String> names() {
        return list().stream().map(Exporter::name).toList();
    }

    static Exporter named(String name) {
        return list().stream()
                .filter(exporter -> exporter.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new TrainkitException(
                                        "Unknown format '%s'. The formats are: %s. Set --format to one of them."
                                                .formatted(name, String.join(", ", names()))));
    }
}
