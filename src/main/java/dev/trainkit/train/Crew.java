package dev.trainkit.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Threads that do pieces of one work at once, the caller's among them, again and again. In between
 * they spin for a moment before they sleep, for waking a thread takes as long as several of a
 * network's operations. What the crew is given to execute waits for the next work, and is done by
 * whoever is through with its piece first.
 */
final class Crew implements Executor, AutoCloseable {

    /** Longer than what a step of a small network does on one thread alone. */
    private static final Duration PATIENCE = Duration.ofMillis(1);

    private static final int SPINS_BETWEEN_LOOKS_AT_THE_CLOCK = 64;

    private final List<Hand> hands;
    private final Queue<Runnable> later = new ConcurrentLinkedQueue<>();
    private final long patienceNanos;

    /**
     * @param size how many do a piece at once, at least 1; 1 is the caller alone
     */
    Crew(int size) {
        this(size, PATIENCE);
    }

    /**
     * @param patience how long a thread that waits spins before it sleeps
     */
    Crew(int size, Duration patience) {
        patienceNanos = patience.toNanos();
        hands = IntStream.range(1, size).mapToObj(i -> new Hand()).toList();
        hands.forEach(Thread::start);
    }

    /** How many do a piece at once. */
    int size() {
        return hands.size() + 1;
    }

    /**
     * Does the pieces, each on a thread of its own and the first on the caller's, and what was
     * given to execute. Returns when the last piece is done, also where one has failed.
     *
     * @param pieces no more than the crew's size
     * @return what they came to, in their order
     * @throws RuntimeException what the first of those that failed has thrown
     */
    <T> List<T> each(List<Supplier<T>> pieces) {
        List<CompletableFuture<T>> results = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            results.add(new CompletableFuture<>());
        }
        for (int i = 1; i < pieces.size(); i++) {
            Supplier<T> piece = pieces.get(i);
            CompletableFuture<T> result = results.get(i);
            hands.get(i - 1).give(() -> complete(result, piece));
        }
        complete(results.get(0), pieces.get(0));
        catchUp();
        results.forEach(this::await);
        return results.stream().map(Crew::result).toList();
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> piece) {
        try {
            result.complete(piece.get());
        } catch (Throwable e) { // is thrown on the caller's thread
            result.completeExceptionally(e);
        }
    }

    private void await(CompletableFuture<?> result) {
        spinUntil(result::isDone);
        result.handle((value, thrown) -> value).join();
    }

    private static <T> T result(CompletableFuture<T> done) {
        try {
            return done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException thrown ? thrown : e;
        }
    }

    /** Leaves the work to whoever is through with its piece of the next work first. */
    @Override
    public void execute(Runnable work) {
        later.add(new FutureTask<>(work, null)); // keeps to itself what the work throws
    }

    /** Does what was given to execute and nobody has begun. */
    void catchUp() {
        for (Runnable work = later.poll(); work != null; work = later.poll()) {
            work.run();
        }
    }

    private void spinUntil(BooleanSupplier isSo) {
        long start = System.nanoTime();
        for (int spins = 1; !isSo.getAsBoolean(); spins++) {
            if (spins % SPINS_BETWEEN_LOOKS_AT_THE_CLOCK == 0
                    && System.nanoTime() - start > patienceNanos) {
                return;
            }
            Thread.onSpinWait();
        }
    }

    /** Ends the threads. */
    @Override
    public void close() {
        hands.forEach(Hand::end);
    }

    private final class Hand extends Thread {

        private volatile Runnable piece; // null while there is none
        private volatile boolean ended;

        Hand() {
            super("trainkit-replica");
            setDaemon(true);
        }

        void give(Runnable work) {
            piece = work;
            LockSupport.unpark(this);
        }

        void end() {
            ended = true;
            LockSupport.unpark(this);
        }

        @Override
        public void run() {
            while (!ended) {
                spinUntil(this::isWanted);
                while (!isWanted()) {
                    LockSupport.park(this);
                }
                Runnable work = piece;
                if (work != null) {
                    piece = null;
                    work.run();
                    catchUp();
                }
            }
        }

        private boolean isWanted() {
            return piece != null || ended;
        }
    }
}
