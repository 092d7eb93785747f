package dev.trainkit.spring;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code trainkit.training.*} says.
 *
 * @param folder The folder of the model directories that the application trains. No TrainingService
 *     unless set.
 * @param web How runs are asked for over HTTP.
 */
@ConfigurationProperties("trainkit.training")
public record TrainingProperties(Path folder, @DefaultValue Web web) {

    /**
     * How runs are asked for over HTTP.
     *
     * @param enabled Whether they can be. A run reads whatever path its configuration names, and
     *     takes the processors.
     */
    public record Web(@DefaultValue("false") boolean enabled) {}
}
