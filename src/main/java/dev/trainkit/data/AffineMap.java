package dev.trainkit.data;

/**
 * Where the pixels of a picture come from: the one at (x, y), counted from the middle, from {@code
 * (xx x + xy y + x0, yx x + yy y + y0)} of the picture before.
 */
record AffineMap(double xx, double xy, double x0, double yx, double yy, double y0) {

    static final AffineMap IDENTITY = new AffineMap(1, 0, 0, 0, 1, 0);

    /**
     * The way back from slanting, turning, enlarging and moving a picture about its middle, in this
     * order, as torchvision's {@code affine} does.
     *
     * @param degrees clockwise
     * @param shearDegrees how far what is upright leans
     * @param shiftX pixels to the right
     * @param shiftY pixels down
     */
    static AffineMap of(
            double degrees, double shearDegrees, double scale, double shiftX, double shiftY) {
        double cos = StrictMath.cos(Math.toRadians(degrees)); // the same on every machine
        double sin = StrictMath.sin(Math.toRadians(degrees));
        double lean = StrictMath.tan(Math.toRadians(shearDegrees));
        double xx = (cos - sin * lean) / scale;
        double xy = (sin + cos * lean) / scale;
        double yx = -sin / scale;
        double yy = cos / scale;
        return new AffineMap(
                xx, xy, -xx * shiftX - xy * shiftY, yx, yy, -yx * shiftX - yy * shiftY);
    }

    /** The same of the picture's mirror image, left for right. */
    AffineMap mirrored() {
        return new AffineMap(-xx, -xy, -x0, yx, yy, y0);
    }

    /** The same of the picture upside down. */
    AffineMap upsideDown() {
        return new AffineMap(xx, xy, x0, -yx, -yy, -y0);
    }
}
