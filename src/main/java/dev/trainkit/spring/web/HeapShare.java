package dev.trainkit.spring.web;

import java.util.concurrent.Semaphore;
import org.springframework.http.HttpStatus;

/**
 * What all requests of the moment may hold of the heap together. Where there is no memory left, it
 * is not only the request that took it which fails, but whatever needs some next, the server's own
 * threads too.
 */
final class HeapShare {

    private static final int UNIT = 1024;

    private final int largest;
    private final Semaphore free;

    HeapShare(long bytes) {
        int units = (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
        largest = units / 4 * 3;
        free = new Semaphore(units);
    }

    /** What one request may hold, in bytes. */
    long largest() {
        return (long) largest * UNIT;
    }

    /** Nothing at first. */
    Lease lease() {
        return new Lease(0);
    }

    /** What one request holds, until it is closed. */
    final class Lease implements AutoCloseable {

        private final int before;
        private int held;

        private Lease(int before) {
            this.before = before;
        }

        /** For what the same request holds besides, and for a shorter time. */
        Lease within() {
            return new Lease(before + held);
        }

        /**
         * Who wants more than three quarters of it all is counted with these, so that small
         * requests go on beside it.
         *
         * @throws RefusedException when others hold too much
         */
        void take(long bytes) {
            long left = Math.max(0, (long) largest - before - held);
            int wanted = (int) Math.min(left, (bytes + UNIT - 1) / UNIT);
            if (!free.tryAcquire(wanted)) {
                throw new RefusedException(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "There is not enough memory for the request now. Send less at once, or try"
                                + " again in a moment.");
            }
            held += wanted;
        }

        @Override
        public void close() {
            free.release(held);
            held = 0;
        }
    }
}
