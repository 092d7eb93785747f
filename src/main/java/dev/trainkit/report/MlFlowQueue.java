package dev.trainkit.report;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends what a run has to tell from a thread of its own, in order, so that nobody waits. While the
 * server is away it is asked again now and then; what it does not want is left out. A person is
 * told once.
 */
final class MlFlowQueue implements AutoCloseable {

    /** More is left out: the run goes on for days, and the server is not coming back. */
    private static final int LONGEST = 10_000;

    private static final long PAUSE_SECONDS = 5;
    private static final Message END =
            () -> {
                throw new InterruptedException("the end");
            };

    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>(LONGEST);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final String address;
    private final long closeSeconds;
    private final Consumer<String> notes;
    private final Thread sender = new Thread(this::sendAll, "mlflow");
    private boolean warned;

    /** One request, or a few that belong together. */
    @FunctionalInterface
    interface Message {

        void send() throws IOException, InterruptedException;
    }

    /**
     * @param address of the server, for the note
     * @param closeSeconds how long the end of a run waits for what is not sent yet
     * @param notes hears once that something is wrong
     */
    MlFlowQueue(String address, long closeSeconds, Consumer<String> notes) {
        this.address = address;
        this.closeSeconds = closeSeconds;
        this.notes = notes;
        sender.setDaemon(true);
        sender.start();
    }

    void add(Message message) {
        if (!messages.offer(message)) {
            warn("it does not keep up");
        }
    }

    private void sendAll() {
        try {
            while (true) {
                send(messages.take());
            }
        } catch (InterruptedException e) {
            messages.clear(); // the run is over
        }
    }

    private void send(Message message) throws InterruptedException {
        while (true) {
            try {
                message.send();
                return;
            } catch (MlFlowApi.RejectedException e) {
                warn(e.getMessage());
                return;
            } catch (IOException e) {
                warn(e.getMessage() == null ? "nobody answers" : e.getMessage());
                if (closing.await(PAUSE_SECONDS, TimeUnit.SECONDS)) {
                    throw new InterruptedException("the server is away, and the run is over");
                }
            }
        }
    }

    private synchronized void warn(String reason) {
        if (!warned) {
            warned = true;
            notes.accept(
                    "MLflow at %s is not told everything of this run: %s. The run goes on. Look at the server, or leave it out with --set report.mlflow=null."
                            .formatted(address, reason));
        }
    }

    /** Waits for what is not sent yet, but not long. */
    @Override
    public void close() {
        closing.countDown();
        boolean ends = messages.offer(END);
        try {
            sender.join(ends ? TimeUnit.SECONDS.toMillis(closeSeconds) : 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (sender.isAlive()) {
            warn("it is slow");
            sender.interrupt();
        }
    }
}
