package dev.trainkit.spring;

import dev.trainkit.TrainkitException;
import java.nio.file.Path;
import java.util.List;
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
     * @param enabled Whether they can be. A run takes the processors.
     * @param folders Below which such a run may read its data, weights and split file, besides the
     *     folder of the runs. None unless set.
     * @param mlflow The MLflow servers that such a run may tell of itself, written as report.mlflow
     *     is. None unless set.
     * @param queueCapacity The most runs that may wait; one more is refused.
     */
    public record Web(
            @DefaultValue("false") boolean enabled,
            @DefaultValue List<Path> folders,
            @DefaultValue List<String> mlflow,
            @DefaultValue("100") int queueCapacity) {

        public Web {
            folders = List.copyOf(folders);
            mlflow = List.copyOf(mlflow);
            if (queueCapacity < 1) {
                throw new TrainkitException(
                        "training.web.queue-capacity must be at least 1, but was "
                                + queueCapacity
                                + ".");
            }
        }
    }
}
