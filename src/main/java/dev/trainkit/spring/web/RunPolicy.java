package dev.trainkit.spring.web;

import dev.trainkit.config.RunConfig;
import dev.trainkit.spring.TrainingProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;

/**
 * What a run may touch that somebody asks for over HTTP. What is refused is refused in the same
 * words whether it is there or not.
 */
final class RunPolicy {

    private static final int LONGEST_PATH = 4096;

    private final TrainingProperties properties;

    RunPolicy(TrainingProperties properties) {
        this.properties = properties;
    }

    /**
     * @throws RefusedException when the run would read what it may not, or call an address
     */
    void require(RunConfig config) {
        config.values()
                .forEach(
                        (key, value) -> {
                            if (value instanceof Path path && !isBelowAFolder(path)) {
                                throw refused(key, "below a folder", "folders");
                            }
                        });
        String mlflow = config.report().mlflow();
        if (mlflow != null && !properties.web().mlflow().contains(mlflow)) {
            throw refused("report.mlflow", "a server", "mlflow");
        }
    }

    private static RefusedException refused(String key, String what, String property) {
        return new RefusedException(
                HttpStatus.FORBIDDEN,
                "%s must be %s that trainkit.training.web.%s lists. Name another, or have it listed."
                        .formatted(key, what, property));
    }

    private boolean isBelowAFolder(Path path) {
        if (path.toString().length() > LONGEST_PATH) {
            return false;
        }
        Optional<Path> real = real(path.toAbsolutePath());
        return Stream.concat(
                        properties.web().folders().stream(), Stream.ofNullable(properties.folder()))
                .flatMap(folder -> real(folder.toAbsolutePath()).stream())
                .anyMatch(folder -> real.filter(found -> found.startsWith(folder)).isPresent());
    }

    /** Where a path leads through links; the end of it need not be there. */
    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException e) {
            Path name = path.getFileName();
            return name == null || name.toString().equals("..") || Files.isSymbolicLink(path)
                    ? Optional.empty()
                    : real(path.getParent()).map(parent -> parent.resolve(name));
        }
    }
}
