package dev.trainkit.data;

import dev.trainkit.engine.RandomStream;

/** A part of a picture, in pixels; the last row and column are within the picture. */
record Rectangle(int top, int left, int height, int width) {

    private static final int TRIES = 10;

    // torchvision's defaults, which are those of Zhong et al. 2017
    private static final float SMALLEST = 0.02f;
    private static final float LARGEST = 0.33f;
    private static final double LOG_FLATTEST = StrictMath.log(0.3);
    private static final double LOG_STEEPEST = StrictMath.log(3.3);

    /** Of no pixels. */
    static final Rectangle NONE = new Rectangle(0, 0, 0, 0);

    /**
     * As torchvision's {@code RandomErasing} draws what it erases: 2 to 33 % of a picture, 0.3 to
     * 3.3 times as high as wide, anywhere. None where ten such did not fit.
     */
    static Rectangle toErase(RandomStream random, int pictureHeight, int pictureWidth) {
        for (int i = 0; i < TRIES; i++) {
            double area = random.nextFloat(SMALLEST, LARGEST) * pictureHeight * pictureWidth;
            double logRatio = LOG_FLATTEST + random.nextFloat(0, 1) * (LOG_STEEPEST - LOG_FLATTEST);
            double ratio = StrictMath.exp(logRatio);
            int height = (int) Math.rint(Math.sqrt(area * ratio));
            int width = (int) Math.rint(Math.sqrt(area / ratio));
            if (height < pictureHeight && width < pictureWidth) {
                return new Rectangle(
                        random.nextInt(pictureHeight - height + 1),
                        random.nextInt(pictureWidth - width + 1),
                        height,
                        width);
            }
        }
        return NONE;
    }

    /**
     * As CutMix (Yun et al. 2019) draws what comes from the other picture: in the picture's form,
     * around any of its pixels, so that some of it may be cut off.
     *
     * @param share of the picture, before any of it is cut off
     */
    static Rectangle toReplace(
            RandomStream random, double share, int pictureHeight, int pictureWidth) {
        int height = (int) (pictureHeight * Math.sqrt(share));
        int width = (int) (pictureWidth * Math.sqrt(share));
        return around(
                random.nextInt(pictureHeight),
                random.nextInt(pictureWidth),
                height,
                width,
                pictureHeight,
                pictureWidth);
    }

    private static Rectangle around(
            int y, int x, int height, int width, int pictureHeight, int pictureWidth) {
        int top = Math.max(0, y - height / 2);
        int left = Math.max(0, x - width / 2);
        int bottom = Math.min(pictureHeight, y + height / 2);
        int right = Math.min(pictureWidth, x + width / 2);
        return new Rectangle(top, left, bottom - top, right - left);
    }

    int pixels() {
        return height * width;
    }
}
