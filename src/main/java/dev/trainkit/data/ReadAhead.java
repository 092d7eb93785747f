package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/**
 * Reads pictures that are not in memory, several at once, and those of the next batch while one is
 * trained on.
 */
final class ReadAhead {

    private final ImageData data;
    private CompletableFuture<List<byte[]>> next = CompletableFuture.completedFuture(List.of());
    private int[] nextOrder;
    private int nextFrom;

    ReadAhead(ImageData data) {
        this.data = data;
    }

    /** The pictures from this place of an order to before that. */
    List<byte[]> get(int[] order, int from, int to) {
        boolean isAhead = order == nextOrder && from == nextFrom;
        List<byte[]> pictures = isAhead ? await() : read(order, from, to);
        nextOrder = order;
        nextFrom = to;
        int nextTo = Math.min(to + (to - from), order.length);
        next = CompletableFuture.supplyAsync(() -> read(order, to, nextTo));
        return pictures;
    }

    private List<byte[]> await() {
        try {
            return next.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof TrainkitException said ? said : e;
        }
    }

    private List<byte[]> read(int[] order, int from, int to) {
        return IntStream.range(from, to).parallel().mapToObj(i -> data.array(order[i])).toList();
    }
}
