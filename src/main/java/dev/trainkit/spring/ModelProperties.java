package dev.trainkit.spring;

import dev.trainkit.data.Background;
import dev.trainkit.predict.ServingConfig;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One model that a service answers with.
 *
 * @param location The model directory that a run wrote, as a Spring resource such as
 *     file:models/lenet-mnist or classpath:models/lenet-mnist. Without a prefix it is on the class
 *     path, or else a folder.
 * @param name What the model is called in metrics and answers. The last part of its location unless
 *     set.
 * @param background What lies behind the ink of a picture: auto, light or dark.
 * @param maxConcurrency Calls that are worked on at the same time. Twice the processors, and at
 *     least 4, unless set.
 * @param queueCapacity Calls that may wait for their turn besides. One more is refused.
 * @param queueTimeout The longest that a call waits for its turn.
 * @param batching How pictures of concurrent calls share one run of the network.
 */
public record ModelProperties(
        String location,
        String name,
        @DefaultValue("auto") Background background,
        Integer maxConcurrency,
        @DefaultValue("256") int queueCapacity,
        @DefaultValue("1s") Duration queueTimeout,
        @DefaultValue Batching batching) {

    /**
     * How pictures of concurrent calls share one run of the network.
     *
     * @param maxSize The most pictures of one run. 1 asks about each picture alone.
     * @param maxDelay The longest that a call waits for others to share its run. With 0, those
     *     share one that came while the run before went on.
     */
    public record Batching(
            @DefaultValue("32") int maxSize, @DefaultValue("0ms") Duration maxDelay) {}

    public ModelProperties {
        serving(maxConcurrency, queueCapacity, queueTimeout, batching); // refuses what is wrong
    }

    ServingConfig serving() {
        return serving(maxConcurrency, queueCapacity, queueTimeout, batching);
    }

    private static ServingConfig serving(
            Integer maxConcurrency, int queueCapacity, Duration queueTimeout, Batching batching) {
        return new ServingConfig(
                maxConcurrency == null ? new ServingConfig().maxConcurrency() : maxConcurrency,
                queueCapacity,
                queueTimeout,
                batching.maxSize(),
                batching.maxDelay());
    }
}
