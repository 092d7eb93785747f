package dev.trainkit.cli;

import dev.trainkit.config.EngineConfig;
import dev.trainkit.engine.Engines;
import java.util.Collections;
import java.util.List;

/**
 * Loads the engine's native library, half of a prediction's time, on a thread of its own while
 * arguments and files are read. Whoever needs the engine waits for it as if it loaded it itself.
 */
final class EngineAhead implements AutoCloseable {

    private static final List<String> HELP = List.of("-h", "--help", "-V", "--version");

    private final Thread thread;

    private EngineAhead(Thread thread) {
        this.thread = thread;
    }

    /**
     * Where it is certain that the command needs the engine.
     *
     * @param commands those that the arguments may mean
     */
    static EngineAhead start(List<Class<?>> commands, String... arguments) {
        Thread thread = new Thread(EngineAhead::load, "trainkit-engine");
        thread.setDaemon(true);
        if (commands.equals(List.of(PredictCommand.class))
                && Collections.disjoint(List.of(arguments), HELP)) {
            thread.start();
        }
        return new EngineAhead(thread);
    }

    private static void load() {
        try {
            Engines.load(new EngineConfig().name());
        } catch (RuntimeException | Error e) {
            // the command meets it again, and says it
        }
    }

    /** The process does not end while a library is half loaded, which it might not survive. */
    @Override
    public void close() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
