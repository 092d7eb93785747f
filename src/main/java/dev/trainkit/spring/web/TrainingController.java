package dev.trainkit.spring.web;

import dev.trainkit.config.RunConfig;
import dev.trainkit.spring.TrainingProperties;
import dev.trainkit.spring.TrainingService;
import dev.trainkit.spring.TrainingStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes runs, and says how they are; only where {@code trainkit.training.web.enabled} is true. */
@RestController
final class TrainingController {

    private static final int LARGEST_CONFIGURATION = 256 * 1024; // as a file may be

    private final TrainingService service;
    private final RequestBody body;
    private final RunPolicy policy;
    private final int mostWaiting;
    private final HeapShare heap;

    TrainingController(
            TrainingService service,
            TrainingProperties properties,
            WebProperties limits,
            HeapShare heap) {
        this.service = service;
        this.heap = heap;
        policy = new RunPolicy(properties);
        mostWaiting = properties.web().queueCapacity();
        body =
                new RequestBody(
                        limits,
                        LARGEST_CONFIGURATION,
                        "State only what differs from the defaults.");
    }

    @GetMapping("/v1/trainings")
    List<TrainingStatus> trainings() {
        return service.runs().stream().map(TrainingController::toldOutside).toList();
    }

    @GetMapping("/v1/trainings/{name}")
    TrainingStatus training(@PathVariable String name) {
        return service.find(name)
                .map(TrainingController::toldOutside)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        HttpStatus.NOT_FOUND,
                                        "There is no run of that name. GET /v1/trainings lists the"
                                                + " runs."));
    }

    /** A page of somebody else's cannot send this type without having asked, and is refused. */
    @PostMapping(path = "/v1/trainings/{name}", consumes = "application/yaml")
    @ResponseStatus(HttpStatus.ACCEPTED)
    TrainingStatus submit(@PathVariable String name, HttpServletRequest request) {
        try (HeapShare.Lease memory = heap.lease()) {
            String yaml = text(body.read(request, memory));
            RunConfig config = RunConfig.parse("the request", yaml, List.of());
            policy.require(config);
            return service.submit(name, config, mostWaiting);
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new RefusedException(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "The configuration is not UTF-8 text. Send it as UTF-8.");
        }
    }

    /** Why a run failed can quote the files that it read. */
    private static TrainingStatus toldOutside(TrainingStatus status) {
        return status.failure() == null
                ? status
                : new TrainingStatus(
                        status.name(),
                        status.state(),
                        status.epoch(),
                        status.epochs(),
                        status.trainLoss(),
                        status.validationAccuracy(),
                        "The run failed, and the server's log says why. Ask its operator.");
    }

    @DeleteMapping("/v1/trainings/{name}")
    TrainingStatus cancel(@PathVariable String name) {
        training(name);
        service.cancel(name);
        return training(name);
    }
}
