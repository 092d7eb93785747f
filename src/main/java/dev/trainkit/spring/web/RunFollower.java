package dev.trainkit.spring.web;

import dev.trainkit.report.JsonLine;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Tells browsers of each run that has changed or gone, twice a second while one listens. */
final class RunFollower implements SmartLifecycle {

    private static final int MOST_LISTENERS = 32;
    private static final long MILLIS = 500;

    private final RunFolder folder;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private ScheduledExecutorService thread;

    RunFollower(RunFolder folder) {
        this.folder = folder;
    }

    private static final class Listener {

        private final SseEmitter emitter = new SseEmitter(0L);
        private final Map<String, String> told = new HashMap<>();
    }

    SseEmitter follow() {
        if (listeners.size() >= MOST_LISTENERS) {
            throw new RefusedException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "As many pages follow the runs as may. Close one, or try again later.");
        }
        Listener listener = new Listener();
        listener.emitter.onCompletion(() -> listeners.remove(listener));
        listener.emitter.onError(e -> listeners.remove(listener));
        listeners.add(listener);
        thread.execute(this::look); // and not half a second later
        return listener.emitter;
    }

    private void look() {
        if (listeners.isEmpty()) {
            return;
        }
        List<RunView> runs = folder.runs();
        listeners.forEach(listener -> tell(listener, runs));
    }

    private void tell(Listener listener, List<RunView> runs) {
        try {
            for (RunView run : runs) {
                String json = JsonLine.of(run);
                if (!json.equals(listener.told.put(run.name(), json))) {
                    listener.emitter.send(SseEmitter.event().name("run").data(json));
                }
            }
            for (String gone : gone(listener, runs)) {
                listener.emitter.send(SseEmitter.event().name("gone").data(JsonLine.of(gone)));
                listener.told.remove(gone);
            }
            listener.emitter.send(SseEmitter.event().comment("here")); // finds who has gone
        } catch (IOException | IllegalStateException e) {
            listeners.remove(listener);
        }
    }

    private static Set<String> gone(Listener listener, List<RunView> runs) {
        Set<String> names = new TreeSet<>(listener.told.keySet());
        runs.forEach(run -> names.remove(run.name()));
        return names;
    }

    @Override
    public void start() {
        thread =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread daemon = new Thread(task, "trainkit-runs");
                            daemon.setDaemon(true);
                            return daemon;
                        });
        var unused = thread.scheduleWithFixedDelay(this::look, 0, MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Before the server waits for its requests: these would never end. */
    @Override
    public void stop() {
        thread.shutdown();
        thread = null;
        listeners.forEach(listener -> listener.emitter.complete());
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
