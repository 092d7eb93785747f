package dev.trainkit.data;

/** The median in time that grows with the number of values, and no faster. */
final class Median {

    private Median() {}

    /**
     * The middle one in size, of an even number the upper one of two. Values change places (Hoare,
     * "Algorithm 65: Find", 1961).
     *
     * @param values at least one, and none of them NaN
     */
    static float of(float[] values) {
        int middle = values.length / 2;
        int from = 0;
        int to = values.length - 1;
        while (from < to) {
            float pivot = values[from + (to - from) / 2];
            int low = from;
            int high = to;
            while (low <= high) {
                while (values[low] < pivot) {
                    low++;
                }
                while (values[high] > pivot) {
                    high--;
                }
                if (low <= high) {
                    float swapped = values[low];
                    values[low++] = values[high];
                    values[high--] = swapped;
                }
            }
            if (middle <= high) {
                to = high;
            } else if (middle >= low) {
                from = low;
            } else {
                break;
            }
        }
        return values[middle];
    }
}
