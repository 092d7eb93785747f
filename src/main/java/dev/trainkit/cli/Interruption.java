package dev.trainkit.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run end cleanly when the JVM is told to end (Ctrl-C, SIGTERM): asks it to stop, and holds
 * the end of the JVM back until this is closed. The JVM then exits with 130 or 143 by itself.
 */
final class Interruption implements AutoCloseable {

    /** An epoch's evaluation takes seconds; whoever hangs longer is not waited for. */
    private static final int PATIENCE_SECONDS = 60;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    /**
     * @param stop asks the run to stop, from another thread
     */
    Interruption(Runnable stop) {
        hook = new Thread(() -> stopAndWait(stop), "trainkit-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending already, and the hook with it.
        }
    }

    private void stopAndWait(Runnable stop) {
        stop.run();
        try {
            boolean ended = closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                System.err.println("The run did not stop within a minute, and is cut off.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
