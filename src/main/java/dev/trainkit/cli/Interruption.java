package dev.trainkit.cli;

import java.util.List;

/**
 * Lets a run end cleanly when the process is told to end (Ctrl-C, SIGTERM, a closed terminal): asks
 * it to stop, once. Told again, the process ends at once.
 */
final class Interruption implements AutoCloseable {

    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

    private final Signals signals = new Signals();
    private Runnable stop = () -> {};
    private volatile int exitCode;

    Interruption() {
        SIGNALS.forEach(name -> signals.handle(name, number -> interrupted(128 + number)));
    }

    /**
     * @param stop asks the run to stop, from another thread; at once where the process has been
     *     told to end before
     */
    synchronized void stops(Runnable stop) {
        this.stop = stop;
        if (exitCode != 0) {
            stop.run();
        }
    }

    /** 128 and the signal's number, as shells have it; 0 where there was none. */
    int exitCode() {
        return exitCode;
    }

    @Override
    public void close() {
        signals.close();
    }

    private void interrupted(int code) {
        if (exitCode != 0) {
            Runtime.getRuntime().halt(code);
        }
        stop(code);
    }

    private synchronized void stop(int code) {
        exitCode = code;
        stop.run();
    }
}
