package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.trainkit.Slow;
import dev.trainkit.TrainkitException;
import dev.trainkit.engine.RandomStream;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PicturePixelsTest {

    private static final Preprocessing DIGIT = style(PictureStyle.DIGIT);
    private static final Preprocessing PLAIN = style(PictureStyle.PLAIN);
    private static final int SIDE = 28;
    private static final DigitPictures DIGITS = new DigitPictures();

    private static Preprocessing style(PictureStyle style) {
        return new Preprocessing(28, 28, 1, 2, List.of(0.1307f), List.of(0.3081f), style);
    }

    private static byte[] digit(BufferedImage picture) {
        return PicturePixels.of(picture, DIGIT, Background.AUTO);
    }

    private static BufferedImage painted(
            int width, int height, Color paper, Consumer<Graphics2D> pen) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(paper);
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(Color.BLACK);
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.accept(graphics);
        graphics.dispose();
        return picture;
    }

    /** A bar of 8x80, dark on light: like a 1. */
    private static BufferedImage bar() {
        return painted(200, 160, Color.WHITE, g -> g.fillRect(130, 20, 8, 80));
    }

    /** 80 pixels become 20, and 8 become 2: rows 4 to 23, columns 13 and 14. */
    private static byte[] scaledBar() {
        byte[] expected = new byte[SIDE * SIDE];
        for (int y = 4; y < 24; y++) {
            expected[y * SIDE + 13] = (byte) 255;
            expected[y * SIDE + 14] = (byte) 255;
        }
        return expected;
    }

    /** How far the values are apart on the average, of 255. */
    private static double apart(byte[] one, byte[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs((one[i] & 0xff) - (other[i] & 0xff));
        }
        return sum / one.length;
    }

    /** Pearson's correlation: 1 where they are the same but for brightness and contrast. */
    private static double alike(byte[] one, byte[] other) {
        double meanOne = mass(one) / one.length;
        double meanOther = mass(other) / other.length;
        double both = 0;
        double squares = 0;
        double otherSquares = 0;
        for (int i = 0; i < one.length; i++) {
            double value = (one[i] & 0xff) - meanOne;
            double otherValue = (other[i] & 0xff) - meanOther;
            both += value * otherValue;
            squares += value * value;
            otherSquares += otherValue * otherValue;
        }
        return both / Math.sqrt(squares * otherSquares);
    }

    private static double mass(byte[] pixels) {
        double mass = 0;
        for (byte pixel : pixels) {
            mass += pixel & 0xff;
        }
        return mass;
    }

    private static int largest(byte[] pixels) {
        int largest = 0;
        for (byte pixel : pixels) {
            largest = Math.max(largest, pixel & 0xff);
        }
        return largest;
    }

    @Test
    void cropsToTheInkScalesItsLongerSideTo20AndCentresItsMass() {
        assertThat(digit(bar())).isEqualTo(scaledBar());
    }

    @Test
    void scalesTheWidthOfWhatIsWiderThanTall() {
        byte[] lying = digit(painted(200, 160, Color.WHITE, g -> g.fillRect(60, 100, 80, 8)));
        byte[] standing = scaledBar();
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                assertThat(lying[y * SIDE + x]).isEqualTo(standing[x * SIDE + y]);
            }
        }
    }

    /**
     * The mass of an L lies left of and below its middle: its corner comes nearer to the centre.
     */
    @Test
    void putsTheCentreOfMassIntoTheMiddleNotTheCentreOfTheBox() {
        byte[] pixels =
                digit(
                        painted(
                                100,
                                100,
                                Color.WHITE,
                                g -> {
                                    g.fillRect(20, 20, 8, 40);
                                    g.fillRect(20, 52, 40, 8);
                                }));
        double massX = 0;
        double massY = 0;
        for (int i = 0; i < pixels.length; i++) {
            massX += (pixels[i] & 0xff) * (i % SIDE);
            massY += (pixels[i] & 0xff) * (i / SIDE);
        }
        assertThat(massX / mass(pixels)).isBetween(13.5, 14.5);
        assertThat(massY / mass(pixels)).isBetween(13.5, 14.5);
        assertThat(pixels[21 * SIDE + 6] & 0xff).as("left of the upright").isZero();
        assertThat(pixels[19 * SIDE + 9] & 0xff).as("the corner").isEqualTo(255);
    }

    /**
     * Most to the last grey level; a few have grains apart, or a rim that is fainter than noise.
     */
    @Test
    @Slow
    void leavesTheDigitsOfMnistAsTheyAreAndInvertsTheInvertedOnes() {
        int same = 0;
        for (int i = 0; i < 500; i++) {
            byte[] made = digit(DIGITS.asItIs(i));
            assertThat(apart(made, DIGITS.pixels(i))).as("digit %d", i).isLessThan(3);
            assertThat(digit(DIGITS.inverted(i))).isEqualTo(made);
            same += apart(made, DIGITS.pixels(i)) == 0 ? 1 : 0;
        }
        assertThat(same).isGreaterThan(400);
    }

    @Test
    @Slow
    void recoversTheDigitsOfMnistFromALargeSheet() {
        double sum = 0;
        for (int i = 0; i < 200; i++) {
            sum += alike(digit(DIGITS.onPaper(i)), DIGITS.pixels(i));
        }
        assertThat(sum / 200).isGreaterThan(0.9);
    }

    @Test
    void findsTheInkWhateverColoursAreUsed() {
        byte[] expected = scaledBar();
        Color[][] papersAndInks = {
            {Color.BLACK, Color.WHITE},
            {new Color(30, 60, 40), new Color(220, 220, 210)},
            {new Color(250, 245, 220), new Color(40, 60, 160)},
            {Color.WHITE, new Color(200, 30, 30)},
            {new Color(0, 0, 0, 0), Color.BLACK}
        };
        for (Color[] colours : papersAndInks) {
            BufferedImage picture =
                    painted(
                            200,
                            160,
                            colours[0],
                            g -> {
                                g.setColor(colours[1]);
                                g.fillRect(130, 20, 8, 80);
                            });
            assertThat(digit(picture)).as("%s on %s", colours[1], colours[0]).isEqualTo(expected);
        }
    }

    @Test
    void takesTheBackgroundAsItIsGiven() {
        assertThat(PicturePixels.of(bar(), DIGIT, Background.LIGHT)).isEqualTo(scaledBar());
        assertThatThrownBy(() -> PicturePixels.of(bar(), DIGIT, Background.DARK))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "the picture is blank: no light ink stands out from a dark background. Check"
                                + " that the background is dark, or let it be found out (auto).");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 90, 180, 255})
    void saysThatAnEvenPictureIsBlank(int grey) {
        BufferedImage even = painted(60, 40, new Color(grey, grey, grey), g -> {});
        String sentence =
                "the picture is blank: no ink stands out from its background. Write with a darker"
                        + " pen, or take it in better light.";
        assertThatThrownBy(() -> digit(even))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(sentence);
        assertThatThrownBy(() -> digit(even.getSubimage(0, 0, 1, 1))).hasMessage(sentence);
        assertThatThrownBy(() -> PicturePixels.of(even, DIGIT, Background.LIGHT))
                .hasMessage(
                        "the picture is blank: no dark ink stands out from a light background. Check"
                                + " that the background is light, or let it be found out (auto).");
        assertThatThrownBy(() -> PicturePixels.of(even, PLAIN, Background.AUTO))
                .hasMessage(
                        "the picture is blank: all of it has nearly one brightness. Take one that"
                                + " shows something.");
    }

    /** Normal noise of 8 grey levels, on light that falls by half from one side to the other. */
    private static BufferedImage photo(BufferedImage drawn, int seed) {
        RandomStream random = RandomStream.of(seed, "noise");
        BufferedImage photo =
                new BufferedImage(
                        drawn.getWidth(), drawn.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < photo.getHeight(); y++) {
            for (int x = 0; x < photo.getWidth(); x++) {
                double light = 0.9 - 0.45 * x / photo.getWidth();
                double value = (drawn.getRGB(x, y) & 0xff) * light + 8 * random.nextGaussian();
                photo.getRaster().setSample(x, y, 0, Math.max(0, Math.min(255, value)));
            }
        }
        return photo;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void saysThatANoisyPhotoOfAnEmptySheetIsBlank(int seed) {
        BufferedImage sheet = painted(640, 480, Color.WHITE, g -> {});
        assertThatThrownBy(() -> digit(photo(sheet, seed)))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith("the picture is blank: ");
    }

    @Test
    @Slow
    void makesAPhotoInUnevenLightLikeACleanScan() {
        BufferedImage drawn =
                painted(
                        1200,
                        900,
                        Color.WHITE,
                        g -> {
                            g.setStroke(new BasicStroke(24));
                            g.draw(new Line2D.Double(300, 200, 520, 210));
                            g.draw(new Line2D.Double(520, 210, 400, 600));
                        });
        assertThat(alike(digit(photo(drawn, 1)), digit(drawn))).isGreaterThan(0.97);
    }

    private static BufferedImage ring(int width, int height, float pen, int diameter) {
        return painted(
                width,
                height,
                Color.WHITE,
                g -> {
                    g.setStroke(new BasicStroke(pen));
                    g.draw(new Ellipse2D.Double(200, 150, 0.7 * diameter, diameter));
                });
    }

    /** Scaled down alone, 4 of 1,000 pixels would become a grey of 20. */
    @ParameterizedTest
    @ValueSource(floats = {4, 8, 20, 60, 120})
    void makesTheStrokeOfAnyPenAsStrongAsMnists(float pen) {
        byte[] pixels = digit(ring(2000, 1500, pen, 1000));
        assertThat(largest(pixels)).isEqualTo(255);
        double strong = 0;
        for (byte pixel : pixels) {
            strong += (pixel & 0xff) > 127 ? 1 : 0;
        }
        assertThat(strong).as("strong pixels around the ring").isGreaterThan(35);
        assertThat(pixels[14 * SIDE + 14] & 0xff).as("in the ring").isLessThan(30);
    }

    @Test
    void leavesOutDirtAndTheShadowAtTheEdgeAndKeepsTheStrokeBeside() {
        BufferedImage clean =
                painted(
                        400,
                        300,
                        Color.WHITE,
                        g -> {
                            g.fillRect(200, 100, 12, 100);
                            g.fillRect(225, 100, 30, 12); // a stroke of its own
                        });
        Graphics2D graphics = clean.createGraphics();
        byte[] expected = digit(clean);
        graphics.setColor(Color.BLACK);
        graphics.fillRect(60, 40, 5, 5); // dirt
        graphics.fillRect(170, 150, 3, 3); // dirt beside the digit
        graphics.fillRect(0, 0, 20, 300); // the table
        graphics.dispose();
        assertThat(apart(digit(clean), expected)).isLessThan(1);
        assertThat(expected[8 * SIDE + 19] & 0xff).as("the stroke beside").isGreaterThan(200);
    }

    @Test
    void readsADigitThatFillsThePictureToItsEdges() {
        BufferedImage narrow = painted(20, 100, Color.WHITE, g -> g.fillRect(6, 0, 8, 100));
        byte[] pixels = digit(narrow);
        for (int y = 4; y < 24; y++) {
            assertThat(pixels[y * SIDE + 14] & 0xff).isGreaterThan(150);
        }
    }

    @Test
    void endsWithFewPixelsToo() {
        BufferedImage tiny = painted(3, 5, Color.WHITE, g -> g.fillRect(1, 1, 1, 3));
        assertThat(largest(digit(tiny))).isEqualTo(255);
        BufferedImage flat = painted(1000, 1, Color.WHITE, g -> g.fillRect(300, 0, 9, 1));
        assertThat(largest(digit(flat))).isEqualTo(255);
    }

    @Test
    void makesDigitsForOtherFramesInProportion() {
        Preprocessing large =
                new Preprocessing(56, 56, 1, 0, List.of(0f), List.of(1f), PictureStyle.DIGIT);
        byte[] pixels = PicturePixels.of(bar(), large, Background.AUTO);
        assertThat(pixels).hasSize(56 * 56);
        assertThat(mass(pixels)).isEqualTo(255.0 * 40 * 4);
    }

    @Test
    void fitsAPlainPictureWholeIntoTheFrame() {
        BufferedImage wide = new BufferedImage(56, 28, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 28; y++) {
            for (int x = 20; x < 40; x++) {
                wide.getRaster().setSample(x, y, 0, 100);
            }
        }
        byte[] pixels = PicturePixels.of(wide, PLAIN, Background.AUTO);
        assertThat(mass(pixels)).isCloseTo(100.0 * 10 * 14, within(0.01 * 100 * 10 * 14));
        assertThat(pixels[6 * SIDE + 15] & 0xff).as("above").isZero();
        assertThat(pixels[7 * SIDE + 15] & 0xff).as("first row").isEqualTo(100);
        assertThat(pixels[20 * SIDE + 15] & 0xff).as("last row").isEqualTo(100);
        assertThat(pixels[21 * SIDE + 15] & 0xff).as("below").isZero();
    }

    @ParameterizedTest
    @EnumSource(Background.class)
    void invertsAPlainPictureOnALightBackground(Background background) {
        BufferedImage photo = painted(28, 28, Color.WHITE, g -> g.fillRect(0, 5, 28, 10));
        byte[] pixels = PicturePixels.of(photo, PLAIN, background);
        int object = pixels[10 * SIDE + 10] & 0xff;
        int corner = pixels[0] & 0xff;
        assertThat(object).isEqualTo(background == Background.DARK ? 0 : 255);
        assertThat(corner).isEqualTo(background == Background.DARK ? 255 : 0);
    }

    @Test
    void leavesAPlainPictureOfTheFramesSizeAsItIs() {
        assertThat(PicturePixels.of(DIGITS.asItIs(0), PLAIN, Background.AUTO))
                .isEqualTo(DIGITS.pixels(0));
    }

    @Test
    void refusesToMakeColourOfGrey() {
        Preprocessing colour =
                new Preprocessing(
                        28, 28, 3, 0, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f), PictureStyle.PLAIN);
        assertThatThrownBy(() -> PicturePixels.of(bar(), colour, Background.AUTO))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "the model takes pictures of 3 channels, and only grey ones can be made. Use"
                                + " a model of grey pictures.");
    }

    /** From a line of one pixel to a blot: whatever is drawn, there is an answer. */
    @Test
    @Slow
    void answersForWhateverIsDrawn() {
        for (int seed = 0; seed < 300; seed++) {
            RandomStream random = RandomStream.of(seed, "drawing");
            int width = 1 + random.nextInt(120);
            int height = 1 + random.nextInt(120);
            BufferedImage drawn =
                    painted(
                            width,
                            height,
                            random.nextBoolean() ? Color.WHITE : Color.GRAY,
                            g -> {
                                for (int line = 0; line < 3; line++) {
                                    g.setStroke(new BasicStroke(1 + random.nextInt(20)));
                                    g.draw(
                                            new Line2D.Double(
                                                    random.nextInt(width),
                                                    random.nextInt(height),
                                                    random.nextInt(width),
                                                    random.nextInt(height)));
                                }
                            });
            for (Preprocessing style : List.of(DIGIT, PLAIN)) {
                try {
                    assertThat(largest(PicturePixels.of(drawn, style, Background.AUTO)))
                            .isPositive();
                } catch (TrainkitException e) {
                    assertThat(e.getMessage()).startsWith("the picture is blank: ");
                }
            }
        }
    }
}
