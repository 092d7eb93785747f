package dev.trainkit.data;

/**
 * Ink made into a digit as MNIST's were: cropped, its longer side scaled to 20 of 28 pixels, its
 * centre of mass put into the middle.
 */
final class DigitPicture {

    /** Of MNIST's digits, one in a hundred has a mean strength of its ink below this. */
    private static final double LEAST_LEVEL = 190;

    private DigitPicture() {}

    static GreyPicture of(GreyPicture grey, Background background, int width, int height) {
        GreyPicture ink = Ink.of(grey, background);
        int box = Math.max(1, Math.round(Math.min(width, height) * 20 / 28f));
        double scale = (double) box / Math.max(ink.width(), ink.height());
        GreyPicture digit =
                ink.resized(
                        Math.max(1, (int) Math.round(ink.width() * scale)),
                        Math.max(1, (int) Math.round(ink.height() * scale)));
        return centred(withContrast(digit), width, height);
    }

    /** A thin pen's stroke becomes faint when it is scaled down: it is made as strong as usual. */
    private static GreyPicture withContrast(GreyPicture digit) {
        double sum = 0;
        double squares = 0;
        for (float v : digit.values()) {
            sum += v;
            squares += v * v;
        }
        double level = squares / sum;
        double gain = Math.max(1, LEAST_LEVEL / level);
        GreyPicture out = GreyPicture.black(digit.width(), digit.height());
        for (int i = 0; i < digit.values().length; i++) {
            double value = digit.values()[i] * gain;
            out.values()[i] = value < 255 ? (float) value : 255;
        }
        return out;
    }

    private static GreyPicture centred(GreyPicture digit, int width, int height) {
        double mass = 0;
        double massX = 0;
        double massY = 0;
        for (int y = 0; y < digit.height(); y++) {
            for (int x = 0; x < digit.width(); x++) {
                float value = digit.at(x, y);
                mass += value;
                massX += value * (x + 0.5);
                massY += value * (y + 0.5);
            }
        }
        int left = (int) Math.ceil(width / 2.0 - massX / mass);
        int top = (int) Math.ceil(height / 2.0 - massY / mass);
        return digit.within(
                width,
                height,
                Math.max(0, Math.min(width - digit.width(), left)),
                Math.max(0, Math.min(height - digit.height(), top)));
    }
}
