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
 * first call leads, asks for all that wait, and hands the lead to the first of those that came
 * meanwhile. So a lone call runs where it is, and under load the batches grow by themselves.
 */
final class Batcher {

    private final int maxSize;
    private final long maxDelay;
    private final IntConsumer ran;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Deque<Call> waiting = new ArrayDeque<>();
    private boolean led;

    /**
     * @param ran is told the size of each batch
     */
    Batcher(ServingConfig config, IntConsumer ran) {
        maxSize = config.maxBatch();
        maxDelay = config.maxDelay().toNanos();
        this.ran = ran;
    }

    /** The logits of each picture, by a caller that has the network. */
    float[] logits(Network network, List<byte[]> pictures) {
        Call call = new Call(network, pictures);
        if (!enqueue(call)) {
            call.awaitAnswerOrLead();
        }
        if (call.leads) {
            lead();
        }
        return call.answer();
    }

    /** Whether the call leads at once, for no other does. */
    private boolean enqueue(Call call) {
        lock.lock();
        try {
            waiting.add(call);
            more.signal();
            call.leads = !led;
            led = true;
            return call.leads;
        } finally {
            lock.unlock();
        }
    }

    /** The leader is the first of those that wait, so that its own call is in the batch. */
    private void lead() {
        List<Call> batch = gather();
        try {
            run(batch);
        } finally {
            handOver();
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
        List<byte[]> pictures = new ArrayList<>();
        batch.forEach(call -> pictures.addAll(call.pictures));
        try {
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
        }
    }

    private void handOver() {
        lock.lock();
        try {
            Call next = waiting.peek();
            led = next != null;
            if (next != null) {
                next.leads = true;
                LockSupport.unpark(next.thread);
            }
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

        void end(float[] answer, Throwable thrown) {
            logits = answer;
            failure = thrown;
            ended = true;
            LockSupport.unpark(thread);
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
