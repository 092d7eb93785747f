package dev.trainkit.data;

/** Items of an array laid out anew. */
final class ArrayOrder {

    private ArrayOrder() {}

    /** Of an array whose first side runs fastest, the items with the last running fastest. */
    static byte[] lastFastest(byte[] items, int itemBytes, int[] sides) {
        int[] strides = new int[sides.length];
        int stride = 1;
        for (int side = 0; side < sides.length; side++) {
            strides[side] = stride;
            stride *= sides[side];
        }
        return walked(items, itemBytes, sides, strides);
    }

    /** (N, C, H, W) -> (N, H, W, C), of one byte each. */
    static byte[] channelsLast(byte[] pixels, int channels, int height, int width) {
        int plane = height * width;
        int picture = channels * plane;
        return walked(
                pixels,
                1,
                new int[] {pixels.length / picture, height, width, channels},
                new int[] {picture, width, 1, plane});
    }

    /**
     * @param sides of what comes out, whose last runs fastest
     * @param strides how many items of what goes in lie from one to the next along each side
     */
    private static byte[] walked(byte[] items, int itemBytes, int[] sides, int[] strides) {
        byte[] out = new byte[items.length];
        int[] at = new int[sides.length];
        int from = 0;
        for (int to = 0; to < out.length; to += itemBytes) {
            System.arraycopy(items, from * itemBytes, out, to, itemBytes);
            for (int side = sides.length - 1; side >= 0; side--) {
                from += strides[side];
                at[side]++;
                if (at[side] < sides[side]) {
                    break;
                }
                from -= strides[side] * sides[side];
                at[side] = 0;
            }
        }
        return out;
    }
}
