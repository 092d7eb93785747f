package dev.trainkit.spring;

import dev.trainkit.TrainkitException;
import dev.trainkit.predict.ServedModel;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks at the model directories from time to time, and reloads those that have changed. */
final class ModelWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ModelWatch.class);

    private final ServedModels models;
    private final Duration interval;
    private ScheduledExecutorService thread;

    ModelWatch(ServedModels models, Duration interval) {
        this.models = models;
        this.interval = interval;
    }

    @Override
    public void start() {
        if (interval.isZero()) {
            return;
        }
        thread =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread daemon = new Thread(task, "trainkit-reload");
                            daemon.setDaemon(true);
                            return daemon;
                        });
        long nanos = interval.toNanos();
        var unused =
                thread.scheduleWithFixedDelay(
                        () -> models.all().forEach(ModelWatch::look),
                        nanos,
                        nanos,
                        TimeUnit.NANOSECONDS);
    }

    private static void look(ServedModel model) {
        try {
            if (model.reloadIfChanged()) {
                LOG.info(
                        "The model {} answers as version {}.",
                        model.name(),
                        model.status().version().number());
            }
        } catch (TrainkitException e) {
            LOG.warn("The model {} stays as it is. {}", model.name(), e.getMessage());
        } catch (RuntimeException | Error e) { // one that escapes would end the watch
            LOG.error("The model {} could not be reloaded.", model.name(), e);
        }
    }

    @Override
    public void stop() {
        thread.shutdown();
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
