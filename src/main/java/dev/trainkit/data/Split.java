package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import dev.trainkit.engine.RandomStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Takes a validation part out of a training set: disjoint, drawn by the seed alone, each class in
 * proportion. Both parts keep the order of the file.
 */
record Split(ImageData train, ImageData validation) {

    /**
     * @param share of the pictures to keep out, in [0, 1)
     */
    static Split of(ImageData data, double share, long seed) {
        int wanted = (int) Math.round(data.size() * share);
        requireBothParts(data, share, wanted);
        BitSet validation = draw(data, share, wanted, RandomStream.of(seed, "validation"));
        return new Split(
                data.select(
                        IntStream.range(0, data.size()).filter(i -> !validation.get(i)).toArray()),
                data.select(validation.stream().toArray()));
    }

    private static void requireBothParts(ImageData data, double share, int wanted) {
        if (share > 0 && wanted == 0) {
            throw new TrainkitException(
                    "data.validation of %s leaves none of %d pictures for validation. Set it to at least %s, or to 0 to train on all of them."
                            .formatted(share, data.size(), 1.0 / data.size()));
        }
        if (wanted == data.size()) {
            throw new TrainkitException(
                    "data.validation of %s leaves none of %d pictures for training. Lower it, or raise data.limit."
                            .formatted(share, data.size()));
        }
    }

    private static BitSet draw(ImageData data, double share, int wanted, RandomStream random) {
        int[][] members = membersOfClasses(data);
        int[] counts = apportion(members, share, wanted);
        BitSet drawn = new BitSet(data.size());
        for (int c = 0; c < members.length; c++) {
            int[] order = random.permutation(members[c].length);
            for (int i = 0; i < counts[c]; i++) {
                drawn.set(members[c][order[i]]);
            }
        }
        return drawn;
    }

    private static int[][] membersOfClasses(ImageData data) {
        int[][] members = new int[data.classes().size()][];
        for (int c = 0; c < members.length; c++) {
            int label = c;
            members[c] =
                    IntStream.range(0, data.size()).filter(i -> data.label(i) == label).toArray();
        }
        return members;
    }

    /**
     * How many to draw from each class: its share rounded down, and what is then missing from the
     * total given to the classes with the largest remainders, earlier classes first.
     */
    private static int[] apportion(int[][] members, double share, int wanted) {
        int[] counts =
                Arrays.stream(members)
                        .mapToInt(of -> (int) Math.floor(of.length * share))
                        .toArray();
        int missing = wanted - Arrays.stream(counts).sum();
        IntStream.range(0, members.length)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> counts[c] - members[c].length * share))
                .limit(missing)
                .forEach(c -> counts[c]++);
        return counts;
    }
}
