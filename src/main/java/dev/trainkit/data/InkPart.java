package dev.trainkit.data;

/** Ink that is connected: how much it is, and where. */
final class InkPart {

    private final int pictureWidth;
    private final int pictureHeight;
    private double mass;
    private int left = Integer.MAX_VALUE;
    private int top = Integer.MAX_VALUE;
    private int right;
    private int bottom;

    InkPart(int pictureWidth, int pictureHeight) {
        this.pictureWidth = pictureWidth;
        this.pictureHeight = pictureHeight;
    }

    void add(int x, int y, float strength) {
        mass += strength * strength * strength;
        left = Math.min(left, x);
        top = Math.min(top, y);
        right = Math.max(right, x);
        bottom = Math.max(bottom, y);
    }

    double mass() {
        return mass;
    }

    /** Its longer side, in pixels. */
    int length() {
        return Math.max(right - left, bottom - top) + 1;
    }

    boolean touchesEdge() {
        return left == 0 || top == 0 || right == pictureWidth - 1 || bottom == pictureHeight - 1;
    }

    /** Whether the gap to the other is at most half of the other's length. */
    boolean isNear(InkPart other) {
        int reach = other.length() / 2;
        return gap(left, right, other.left, other.right) <= reach
                && gap(top, bottom, other.top, other.bottom) <= reach;
    }

    private static int gap(int from, int to, int otherFrom, int otherTo) {
        return Math.max(from - otherTo, otherFrom - to);
    }
}
