package dev.trainkit.train;

import dev.trainkit.data.ImageData;
import dev.trainkit.engine.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Draws pictures so that each class that there is comes as often as any other. */
final class BalancedOrder {

    private final int[][] members; // of each class that has any
    private final int pictures;

    BalancedOrder(ImageData data) {
        pictures = data.size();
        members =
                IntStream.range(0, data.classes().size())
                        .mapToObj(
                                label ->
                                        IntStream.range(0, data.size())
                                                .filter(i -> data.label(i) == label)
                                                .toArray())
                        .filter(of -> of.length > 0)
                        .toArray(int[][]::new);
    }

    /** As many as there are, some more than once: a class at random, then one of its pictures. */
    int[] draw(RandomStream random) {
        int[] order = new int[pictures];
        Arrays.setAll(
                order,
                i -> {
                    int[] of = members[random.nextInt(members.length)];
                    return of[random.nextInt(of.length)];
                });
        return order;
    }
}
