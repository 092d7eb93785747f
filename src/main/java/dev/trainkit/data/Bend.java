package dev.trainkit.data;

/** From how far away each pixel of a picture comes, in pixels. */
final class Bend {

    /** To the right and down, row by row. */
    final float[] x;

    final float[] y;

    /** Keeps both arrays. */
    Bend(float[] x, float[] y) {
        this.x = x;
        this.y = y;
    }
}
