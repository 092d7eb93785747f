package dev.trainkit.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A run's curves beside each other as one picture. */
final class CurvesPicture {

    private static final int WIDTH = 480;
    private static final int HEIGHT = 340;
    private static final Color[] COLOURS = {
        new Color(0x1f6fb2), new Color(0xc8502d), new Color(0x2b8a3e), new Color(0x7a4fb5)
    };

    private CurvesPicture() {}

    static Picture of(List<Chart> charts, String title) {
        List<Chart> shown = charts.stream().limit(3).toList();
        BufferedImage picture =
                new BufferedImage(WIDTH * shown.size(), HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        try {
            for (int i = 0; i < shown.size(); i++) {
                graphics.drawImage(
                        BitmapEncoder.getBufferedImage(chart(shown.get(i), title)),
                        i * WIDTH,
                        0,
                        null);
            }
        } finally {
            graphics.dispose();
        }
        return new Picture(picture);
    }

    private static XYChart chart(Chart chart, String title) {
        XYChart drawn =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(chart.title() + ", " + title)
                        .xAxisTitle(chart.xName())
                        .build();
        drawn.getStyler()
                .setLocale(Locale.ENGLISH) // of the numbers along the axes
                .setSeriesColors(COLOURS)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendVisible(chart.lines().size() > 1)
                .setChartBackgroundColor(Color.WHITE);
        for (Chart.Line line : chart.lines()) {
            addSeries(drawn, chart, line);
        }
        return drawn;
    }

    private static void addSeries(XYChart drawn, Chart chart, Chart.Line line) {
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        for (int i = 0; i < chart.xs().size(); i++) {
            if (line.values().get(i) != null) {
                xs.add(chart.xs().get(i));
                ys.add(line.values().get(i));
            }
        }
        if (!xs.isEmpty()) {
            Marker marker = xs.size() > 60 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE;
            drawn.addSeries(line.name(), xs, ys).setMarker(marker);
        }
    }
}
