package dev.trainkit.export;

/** Counts, picture by picture, how far an exported file agrees with its model. */
final class Agreement {

    private final int classes;
    private int pictures;
    private int sameTop1;
    private double largestDifference;

    Agreement(int classes) {
        this.classes = classes;
    }

    /**
     * @param count of pictures to look at, the first of the batch
     */
    void add(float[] expected, float[] given, int count) {
        if (given.length < count * classes) {
            throw new IllegalArgumentException(
                    given.length + " logits for " + count + " pictures of " + classes + " classes");
        }
        for (int i = 0; i < count; i++) {
            int first = i * classes;
            pictures++;
            sameTop1 += top(expected, first) == top(given, first) ? 1 : 0;
            for (int j = first; j < first + classes; j++) {
                double difference = Math.abs((double) expected[j] - given[j]);
                largestDifference = Math.max(largestDifference, difference); // NaN stays
            }
        }
    }

    private int top(float[] logits, int first) {
        int top = 0;
        for (int i = 1; i < classes; i++) {
            top = logits[first + i] > logits[first + top] ? i : top;
        }
        return top;
    }

    /** Between two logits, over all pictures. */
    double largestDifference() {
        return largestDifference;
    }

    Verification verification(String runtime, String source) {
        return new Verification(runtime, source, pictures, sameTop1, largestDifference, null);
    }
}
