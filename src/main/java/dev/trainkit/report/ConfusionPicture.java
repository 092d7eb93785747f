package dev.trainkit.report;

import dev.trainkit.eval.ConfusionMatrix;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A confusion matrix as a picture: a row for each class that pictures show, coloured by the share
 * of the row's pictures, with the counts in it where there is room.
 */
final class ConfusionPicture {

    private static final Color INK = new Color(0x1b2733);
    private static final Color RIGHT = new Color(0x1f6fb2);
    private static final Color WRONG = new Color(0xc8502d);
    private static final int TOP = 70;
    private static final int LARGEST_CELL = 56;
    private static final int SMALLEST_CELL = 8;
    private static final int SIDE = 1000;

    private final ConfusionMatrix confusion;
    private final List<String> classes;
    private final int cell;
    private final int left;
    private final Graphics2D graphics;

    private ConfusionPicture(ConfusionMatrix confusion, int cell, int left, Graphics2D graphics) {
        this.confusion = confusion;
        this.classes = confusion.classes();
        this.cell = cell;
        this.left = left;
        this.graphics = graphics;
    }

    static Picture of(ConfusionMatrix confusion) {
        int classes = confusion.classes().size();
        int longest = confusion.classes().stream().mapToInt(String::length).max().orElse(1);
        int cell = Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, SIDE / classes));
        int left = 40 + 9 * Math.min(longest, 16);
        int side = left + cell * classes + 20;
        BufferedImage image =
                new BufferedImage(side, TOP + cell * classes + 50, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            new ConfusionPicture(confusion, cell, left, graphics).draw();
        } finally {
            graphics.dispose();
        }
        return new Picture(image);
    }

    private void draw() {
        int middle = left + cell * classes.size() / 2;
        text("Confusion matrix", middle, 22, 16, INK);
        text("answered", middle, TOP + cell * classes.size() + 42, 13, INK);
        for (int row = 0; row < classes.size(); row++) {
            for (int column = 0; column < classes.size(); column++) {
                drawCell(row, column);
            }
        }
        if (cell >= 14) {
            drawNames();
        }
    }

    private void drawCell(int row, int column) {
        long count = confusion.count(row, column);
        double share = (double) count / Math.max(1, confusion.support(row));
        double strength = row == column ? share : Math.min(1, Math.sqrt(share) * 2);
        int x = left + column * cell;
        int y = TOP + row * cell;
        graphics.setColor(blend(row == column ? RIGHT : WRONG, strength));
        graphics.fillRect(x, y, cell - 1, cell - 1);
        if (cell >= 28 && count > 0) {
            text(
                    String.valueOf(count),
                    x + cell / 2,
                    y + cell / 2 + 5,
                    cell >= 44 ? 13 : 10,
                    strength > 0.5 ? Color.WHITE : INK);
        }
    }

    private void drawNames() {
        for (int c = 0; c < classes.size(); c++) {
            int middle = c * cell + cell / 2;
            text(shortened(classes.get(c)), left / 2 + 10, TOP + middle + 5, 12, INK);
            int room = Math.max(1, cell / 8);
            String name = classes.get(c);
            text(
                    name.length() <= room ? name : name.substring(0, room),
                    left + middle,
                    TOP + cell * classes.size() + 20,
                    12,
                    INK);
        }
        text("shown", left / 2 + 10, TOP - 12, 13, INK);
    }

    private static String shortened(String name) {
        return name.length() <= 16 ? name : name.substring(0, 15) + ".";
    }

    /** From white to the colour. */
    private static Color blend(Color colour, double strength) {
        double rest = 1 - strength;
        return new Color(
                (int) (255 * rest + colour.getRed() * strength),
                (int) (255 * rest + colour.getGreen() * strength),
                (int) (255 * rest + colour.getBlue() * strength));
    }

    private void text(String text, int middle, int baseline, int size, Color colour) {
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, size));
        graphics.setColor(colour);
        graphics.drawString(
                text, middle - graphics.getFontMetrics().stringWidth(text) / 2, baseline);
    }
}
