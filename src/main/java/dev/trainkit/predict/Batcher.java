package dev.trainkit.predict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * Asks a network about the pictures of concurrent calls at once. There is no thread of its own: the
 * first call leads and asks for all that wait. Those that come meanwhile do the same, until as many
 * batches run as there are processors for; what comes then waits, and the first of it leads as soon
 * as one of them ends. So a lone call runs where it is, and under load the batches grow by
 * themselves.
 */
final class Batcher {

    private final int maxSize;
    private final long maxDelay;
    private final int mostRunning;
    private final IntConsumer ran;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Deque<Call> waiting = new ArrayDeque<>();

    /** Whether somebody leads who has not gathered yet. */
    private boolean led;

    private int running;

    /**
     * @param mostRunning batches at the same time
     * @param ran is told the size of each batch
     */
    Batcher(ServingConfig config, int mostRunning, IntConsumer ran) {
        maxSize = config.maxBatch();
        maxDelay = config.maxDelay().toNanos();
        this.mostRunning = mostRunning;
        this.ran = ran;
    }

    /** The logits of each picture, by a caller that has the network. */
    float[] logits(Network network, List<byte[]> pictures) {
        Call call = new Call(network, pictures);
        enqueue(call);
        call.awaitAnswerOrLead();
        if (call.leads) {
            run(gather());
        }
        return call.answer();
    }

    private void enqueue(Call call) {
        lock.lock();
        try {
            waiting.add(call);
            more.signal();
            appointLeader();
        } finally {
            lock.unlock();
        }
    }

    /** It is the first of those that wait, so that its own call is in its batch. */
    private void appointLeader() {
        if (!led && running < mostRunning && !waiting.isEmpty()) {
            led = true;
            waiting.element().lead();
        }
    }

    private List<Call> gather() {
        lock.lock();
        try {
            awaitOthers();
            List<Call> batch = new ArrayList<>();
            int size = 0;
            Network network = waiting.element().network;
            while (!waiting.isEmpty()
                    && waiting.element().network == network
                    && (size == 0 || size + waiting.element().pictures.size() <= maxSize)) {
                size += waiting.element().pictures.size();
                batch.add(waiting.remove());
            }
            led = false;
            running++;
            appointLeader();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void awaitOthers() {
        long left = maxDelay;
        while (left > 0 && size() < maxSize) {
            try {
                left = more.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return; // with those that are there
            }
        }
    }

    private int size() {
        return waiting.stream().mapToInt(call -> call.pictures.size()).sum();
    }

    private void run(List<Call> batch) {
        try {
            List<byte[]> pictures = new ArrayList<>();
            batch.forEach(call -> pictures.addAll(call.pictures));
            ran.accept(pictures.size());
            float[] logits = batch.get(0).network.logits(pictures);
            int each = logits.length / pictures.size();
            int from = 0;
            for (Call call : batch) {
                int to = from + each * call.pictures.size();
                call.end(Arrays.copyOfRange(logits, from, to), null);
                from = to;
            }
        } catch (RuntimeException | Error e) {
            batch.forEach(call -> call.end(null, e));
        } finally {
            end();
        }
    }

    private void end() {
        lock.lock();
        try {
            running--;
            appointLeader();
        } finally {
            lock.unlock();
        }
    }

    /** What one call asks, and what becomes of it. */
    private static final class Call {

        private static final long LONGEST_SLEEP = TimeUnit.SECONDS.toNanos(1);

        private final Network network;
        private final List<byte[]> pictures;
        private final Thread thread = Thread.currentThread();
        private float[] logits;
        private Throwable failure;
        private volatile boolean leads;
        private volatile boolean ended;

        Call(Network network, List<byte[]> pictures) {
            this.network = network;
            this.pictures = pictures;
        }

        /** Interrupted, it waits all the same: its answer is only a batch away. */
        void awaitAnswerOrLead() {
            boolean interrupted = false;
            while (!ended && !leads) {
                LockSupport.parkNanos(this, LONGEST_SLEEP);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        void lead() {
            leads = true;
            wake();
        }

        void end(float[] answer, Throwable thrown) {
            logits = answer;
            failure = thrown;
            ended = true;
            wake();
        }

        private void wake() {
            if (thread != Thread.currentThread()) {
                LockSupport.unpark(thread);
            }
        }

        float[] answer() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            return logits;
        }
    }
}
