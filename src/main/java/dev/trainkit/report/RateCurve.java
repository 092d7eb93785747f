package dev.trainkit.report;

import dev.trainkit.TrainkitException;
import dev.trainkit.store.AtomicFile;
import dev.trainkit.store.Reasons;
import dev.trainkit.train.RateTest;
import dev.trainkit.train.RateTest.Point;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A learning-rate range test as an SVG picture: the loss over the rate's logarithm. */
public final class RateCurve {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 60;
    private static final int RIGHT = 700;
    private static final int TOP = 40;
    private static final int BOTTOM = 370;
    private static final int LEVELS = 5;

    private static final String HEAD =
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" \
            viewBox="0 0 %1$d %2$d" font-family="Helvetica, Arial, sans-serif" font-size="12" \
            text-anchor="middle" fill="#1b2733">
              <title>The loss at each learning rate</title>
              <rect width="%1$d" height="%2$d" fill="#ffffff"/>
              <clipPath id="plot"><rect x="%3$d" y="%4$d" width="%5$d" height="%6$d"/></clipPath>
            """;

    private static final String LINE =
            """
              <path d="M%.1f %.1f L%.1f %.1f" stroke="%s"/>
            """;

    private static final String TEXT =
            """
              <text x="%.1f" y="%.1f"%s>%s</text>
            """;

    private static final String CURVE =
            """
              <polyline points="%s" fill="none" stroke="%s" stroke-width="%s" \
            clip-path="url(#plot)"/>
            """;

    private final RateTest test;
    private final double firstRate;
    private final double lastRate;
    private final double lowest;
    private final double highest;
    private final StringBuilder svg = new StringBuilder();

    private RateCurve(RateTest test) {
        List<Point> points = test.points();
        this.test = test;
        firstRate = Math.log10(points.get(0).rate());
        lastRate = Math.max(firstRate + 1e-9, Math.log10(points.get(points.size() - 1).rate()));
        double least = test.lowest().smoothed();
        double room = Math.max(1e-9, points.get(0).smoothed() - least);
        lowest = Math.max(0, least - room / 2);
        highest = points.get(0).smoothed() + room / 2; // what has run away leaves the picture
    }

    /** The picture as text. */
    public static String svg(RateTest test) {
        return new RateCurve(test).draw();
    }

    /**
     * Writes the picture into a file.
     *
     * @throws TrainkitException when it cannot be written
     */
    public static void write(RateTest test, Path file) {
        try {
            AtomicFile.write(file, svg(test).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new TrainkitException(
                    "The curve could not be written to %s: %s. Name another file with --out."
                            .formatted(file, Reasons.of(e)),
                    e);
        }
    }

    private String draw() {
        append(HEAD, WIDTH, HEIGHT, LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP);
        drawDecades();
        drawLevels();
        append(CURVE, points(Point::loss), "#b9c4ce", "1");
        append(CURVE, points(Point::smoothed), "#1f6fb2", "2.5");
        drawSuggestion();
        append(TEXT, (LEFT + RIGHT) / 2.0, HEIGHT - 12.0, "", "learning rate");
        append(TEXT, (LEFT + RIGHT) / 2.0, 24.0, " font-weight=\"bold\"", "loss, and its average");
        return svg.append("</svg>\n").toString();
    }

    private void drawDecades() {
        for (int decade = (int) Math.ceil(firstRate); decade <= lastRate; decade++) {
            double x = x(Math.pow(10, decade));
            append(LINE, x, (double) TOP, x, (double) BOTTOM, "#e3e8ec");
            append(TEXT, x, BOTTOM + 18.0, "", "1e" + decade);
        }
    }

    private void drawLevels() {
        for (int i = 0; i <= LEVELS; i++) {
            double loss = lowest + (highest - lowest) * i / LEVELS;
            append(LINE, (double) LEFT, y(loss), (double) RIGHT, y(loss), "#e3e8ec");
            append(TEXT, LEFT - 26.0, y(loss) + 4, "", String.format(Locale.ROOT, "%.3f", loss));
        }
    }

    /** Where it is in the picture: a loss that only rises suggests a rate to the left of it. */
    private void drawSuggestion() {
        double x = x(test.suggestion());
        if (x < LEFT) {
            return;
        }
        append(LINE, x, (double) TOP, x, (double) BOTTOM, "#c8502d");
        String rate = String.format(Locale.ROOT, "%.2g", test.suggestion());
        append(TEXT, x, TOP - 4.0, " fill=\"#c8502d\"", rate);
    }

    private String points(ToDoubleFunction<Point> loss) {
        return test.points().stream()
                .map(
                        point ->
                                String.format(
                                        Locale.ROOT,
                                        "%.1f,%.1f",
                                        x(point.rate()),
                                        y(loss.applyAsDouble(point))))
                .collect(Collectors.joining(" "));
    }

    private double x(double rate) {
        return LEFT + (RIGHT - LEFT) * (Math.log10(rate) - firstRate) / (lastRate - firstRate);
    }

    private double y(double loss) {
        return BOTTOM - (BOTTOM - TOP) * (loss - lowest) / (highest - lowest);
    }

    private void append(String template, Object... values) {
        svg.append(String.format(Locale.ROOT, template, values));
    }
}
