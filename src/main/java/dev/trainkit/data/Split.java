package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import dev.trainkit.engine.RandomStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Keeps a part out of a training set: disjoint, drawn by the seed alone, each class in proportion.
 * Both parts keep the order of the file.
 *
 * @param keptOut what nothing is learned from
 */
record Split(ImageData train, ImageData keptOut) {

    /** What a part is kept out for; each draws pictures of its own. */
    enum Purpose {
        VALIDATION("validation", "Set it to at least %s, or to 0 to train on all of them"),
        TEST("test", "Set it to at least %s");

        private final String name;
        private final String ifTooSmall;

        Purpose(String name, String ifTooSmall) {
            this.name = name;
            this.ifTooSmall = ifTooSmall;
        }
    }

    /** For validation. */
    static Split of(ImageData data, double share, long seed) {
        return of(data, share, seed, Purpose.VALIDATION);
    }

    ImageData validation() {
        return keptOut;
    }

    /**
     * @param share of the pictures to keep out, in [0, 1)
     */
    static Split of(ImageData data, double share, long seed, Purpose purpose) {
        int wanted = (int) Math.round(data.size() * share);
        requireBothParts(data, share, wanted, purpose);
        BitSet validation = draw(data, share, wanted, RandomStream.of(seed, purpose.name));
        return of(data, validation);
    }

    /**
     * Of as many folds of about the same size, each class in proportion, one is kept out. The folds
     * of a seed have no picture in common, and all of them have each.
     *
     * @param fold which one, from 1
     */
    static Split fold(ImageData data, int folds, int fold, long seed) {
        if (data.size() < folds) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "data.folds is %d, but there are %d pictures to train on. Lower it.",
                            folds,
                            data.size()));
        }
        RandomStream random = RandomStream.of(seed, "folds");
        BitSet keptOut = new BitSet(data.size());
        int dealt = 0;
        for (int[] members : membersOfClasses(data)) {
            for (int i : random.permutation(members.length)) {
                keptOut.set(members[i], dealt++ % folds == fold - 1);
            }
        }
        return of(data, keptOut);
    }

    private static Split of(ImageData data, BitSet keptOut) {
        return new Split(
                data.select(IntStream.range(0, data.size()).filter(i -> !keptOut.get(i)).toArray()),
                data.select(keptOut.stream().toArray()));
    }

    private static void requireBothParts(
            ImageData data, double share, int wanted, Purpose purpose) {
        if (share > 0 && wanted == 0) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "data.%s of %s leaves none of %d pictures for %s. %s.",
                            purpose.name,
                            share,
                            data.size(),
                            purpose == Purpose.TEST ? "the test" : "validation",
                            String.format(Locale.ROOT, purpose.ifTooSmall, 1.0 / data.size())));
        }
        if (wanted == data.size()) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "data.%s of %s leaves none of %d pictures for training. Lower it, or raise data.limit.",
                            purpose.name,
                            share,
                            data.size()));
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
