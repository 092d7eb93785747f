package dev.trainkit.predict;

import dev.trainkit.TrainkitException;
import dev.trainkit.predict.OverloadException.Reason;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets in as many calls as may be worked on, keeps some waiting, and refuses the rest at once. */
final class Gate {

    private final String model;
    private final ServingConfig config;
    private final Semaphore admission;
    private final Semaphore work;

    Gate(String model, ServingConfig config) {
        this.model = model;
        this.config = config;
        admission = new Semaphore(config.maxConcurrency() + config.queueCapacity());
        work = new Semaphore(config.maxConcurrency());
    }

    /**
     * Waits for the call's turn.
     *
     * @throws OverloadException when too many wait already, or it does not come in time
     */
    Pass enter() {
        if (!admission.tryAcquire()) {
            throw full();
        }
        try {
            awaitTurn();
        } catch (RuntimeException | Error e) {
            admission.release();
            throw e;
        }
        return new Pass();
    }

    /**
     * @throws OverloadException when a call that came now would be refused at once
     */
    void requireRoom() {
        if (admission.availablePermits() <= 0) {
            throw full();
        }
    }

    private OverloadException full() {
        return new OverloadException(
                Reason.QUEUE_FULL,
                String.format(
                        Locale.ROOT,
                        ("The model %s is busy: %d calls are worked on and %d wait, as many as may. Try"
                                + " again in a moment, or raise queue-capacity."),
                        model,
                        config.maxConcurrency(),
                        config.queueCapacity()));
    }

    private void awaitTurn() {
        try {
            long longest = config.queueTimeout().toNanos();
            if (!work.tryAcquire() && !work.tryAcquire(longest, TimeUnit.NANOSECONDS)) {
                throw new OverloadException(
                        Reason.QUEUE_TIMEOUT,
                        String.format(
                                Locale.ROOT,
                                ("The model %s is busy: the call waited %d ms for its turn, as long as one may."
                                        + " Try again in a moment, or raise queue-timeout."),
                                model,
                                config.queueTimeout().toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrainkitException(
                    "The call was interrupted while it waited for its turn. Make it again.", e);
        }
    }

    /** Calls that have come in and have no answer yet. */
    int inside() {
        return config.maxConcurrency() + config.queueCapacity() - admission.availablePermits();
    }

    /** One call's place, until it is closed. */
    final class Pass implements AutoCloseable {

        private boolean working = true;

        private Pass() {}

        /** Lets the next one work while this one only waits for its answer. */
        void stopWorking() {
            if (working) {
                working = false;
                work.release();
            }
        }

        @Override
        public void close() {
            stopWorking();
            admission.release();
        }
    }
}
