package dev.trainkit.spring;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import dev.trainkit.spring.TrainingQueue.Entry;
import dev.trainkit.spring.TrainingStatus.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;

/**
 * Trains one run after the other, each into a model directory of its name. Runs that have not ended
 * when the application does go on when it starts again, those that were being trained from their
 * last checkpoint.
 */
public final class TrainingService implements SmartLifecycle {

    private static final String QUEUE = ".queue";
    private static final long LONGEST_STEP_SECONDS = 60;
    private static final int MOST_ENDED = 1000;

    private final Path folder;
    private final Consumer<TrainingEvent> events;
    private final TrainingQueue queue;
    private final Map<String, TrainingJob> jobs = new ConcurrentHashMap<>();
    private final AtomicInteger newest = new AtomicInteger();
    private final ReentrantLock changes = new ReentrantLock();
    private volatile ExecutorService thread;

    /**
     * @param folder of the model directories
     * @param events are told of each change, on the thread that trains
     */
    public TrainingService(Path folder, Consumer<TrainingEvent> events) {
        this.folder = folder;
        this.events = events;
        queue = new TrainingQueue(folder.resolve(QUEUE));
    }

    /**
     * Appends a run to the queue.
     *
     * @param name of its model directory
     * @throws TrainkitException when the name is no folder's or is taken, or the queue cannot be
     *     written
     */
    public TrainingStatus submit(String name, RunConfig config) {
        return submit(name, config, Integer.MAX_VALUE);
    }

    /**
     * Appends a run to the queue, unless it is full.
     *
     * @param name of its model directory
     * @param mostWaiting runs that may wait with it
     * @throws QueueFullException when as many wait already
     * @throws TrainkitException as {@link #submit(String, RunConfig)}
     */
    public TrainingStatus submit(String name, RunConfig config, int mostWaiting) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new TrainkitException(
                    "The name of a run is 1 to 100 letters, digits, dots, hyphens and underscores,"
                            + " and starts with a letter or a digit. Choose such a name.");
        }
        changes.lock();
        try {
            requireRoom(mostWaiting);
            return append(name, config);
        } finally {
            changes.unlock();
        }
    }

    private void requireRoom(int mostWaiting) {
        if (inState(State.WAITING::equals).count() >= mostWaiting) {
            throw new QueueFullException(mostWaiting);
        }
    }

    private Stream<TrainingJob> inState(Predicate<State> state) {
        return jobs.values().stream().filter(job -> state.test(job.status().state()));
    }

    private TrainingStatus append(String name, RunConfig config) {
        if (!isRunning()) {
            throw new TrainkitException(
                    "The application is ending, and takes no run. Submit it when it has started again.");
        }
        if (isTaken(name)) {
            throw new TrainkitException(
                    "There is a run %s already. Choose another name.".formatted(name));
        }
        Entry entry = new Entry(newest.incrementAndGet(), name, config);
        TrainingJob job = job(entry);
        queue.add(entry);
        jobs.put(name, job);
        forgetTheOldest();
        thread.execute(job::run);
        return job.status();
    }

    /** Those that have ended long ago; their model directories stay. */
    private void forgetTheOldest() {
        List<TrainingJob> ended =
                inState(State::isEnd)
                        .sorted(Comparator.comparing(job -> job.entry().number()))
                        .toList();
        ended.stream()
                .limit(Math.max(0, ended.size() - MOST_ENDED))
                .forEach(job -> jobs.remove(job.entry().name(), job));
    }

    private boolean isTaken(String name) {
        return find(name).filter(run -> !run.state().isEnd()).isPresent()
                || Files.exists(folder.resolve(name));
    }

    /** The runs since the application started, without all but the last 1,000 that have ended. */
    public List<TrainingStatus> runs() {
        return jobs.values().stream()
                .sorted(Comparator.comparing(job -> job.entry().number()))
                .map(TrainingJob::status)
                .toList();
    }

    public Optional<TrainingStatus> find(String name) {
        return Optional.ofNullable(jobs.get(name)).map(TrainingJob::status);
    }

    /**
     * The model directory, when the run has been trained; a run that failed or was cancelled fails
     * it.
     *
     * @throws TrainkitException when there is no such run
     */
    public CompletableFuture<Path> result(String name) {
        return named(name).result().copy();
    }

    /**
     * Ends a run after its step, or takes it out of the queue. What was trained stays: `trainkit
     * train --resume` goes on with it.
     *
     * @throws TrainkitException when there is no such run
     */
    public void cancel(String name) {
        named(name).cancel();
    }

    private TrainingJob named(String name) {
        TrainingJob job = jobs.get(name);
        if (job == null) {
            throw new TrainkitException("There is no run of that name. See those that there are.");
        }
        return job;
    }

    private TrainingJob job(Entry entry) {
        return new TrainingJob(entry, folder.resolve(entry.name()), this::changed);
    }

    private void changed(Entry entry, TrainingStatus status) {
        if (status.state().isEnd()) {
            queue.remove(entry);
        }
        events.accept(new TrainingEvent(status));
    }

    @Override
    public void start() {
        thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "trainkit-training"));
        for (Entry entry : queue.entries()) {
            newest.accumulateAndGet(entry.number(), Math::max);
            TrainingJob job = job(entry);
            jobs.put(entry.name(), job);
            thread.execute(job::run);
        }
    }

    /** Waits for the step that is being taken, and its checkpoint. */
    @Override
    public void stop() {
        ExecutorService stopping = pause();
        stopping.shutdown();
        try {
            if (!stopping.awaitTermination(LONGEST_STEP_SECONDS, TimeUnit.SECONDS)) {
                throw new TrainkitException(
                        "The run did not end within a minute. It goes on from its last checkpoint when the"
                                + " application starts again.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ExecutorService pause() {
        changes.lock();
        try {
            jobs.values().forEach(TrainingJob::pause);
            ExecutorService stopping = thread;
            thread = null;
            return stopping;
        } finally {
            changes.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
