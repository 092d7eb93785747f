package dev.trainkit.spring.web;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@code trainkit serve} is told.
 *
 * @param models their directories; the first answers where none is named
 * @param address that it listens on
 * @param port 0 for any that is free
 * @param runs the folder of the runs page; null for none
 * @param apiKey what clients must send; null for nothing
 * @param properties further ones of Spring, {@code name=value}
 */
public record ServerConfig(
        List<Path> models,
        String address,
        int port,
        Path runs,
        String apiKey,
        boolean accessLog,
        String device,
        List<String> properties) {

    public ServerConfig {
        models = List.copyOf(models);
        properties = List.copyOf(properties);
    }
}
