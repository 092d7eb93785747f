package dev.trainkit.spring.web;

import dev.trainkit.config.RunConfig;
import dev.trainkit.spring.TrainingService;
import dev.trainkit.spring.TrainingStatus;
import jakarta.servlet.http.HttpServletRequest;
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

    private final TrainingService service;
    private final RequestBody body;
    private final HeapShare heap;

    TrainingController(TrainingService service, WebProperties limits, HeapShare heap) {
        this.service = service;
        this.heap = heap;
        body = new RequestBody(limits);
    }

    @GetMapping("/v1/trainings")
    List<TrainingStatus> trainings() {
        return service.runs();
    }

    @GetMapping("/v1/trainings/{name}")
    TrainingStatus training(@PathVariable String name) {
        return service.find(name)
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
            String yaml = new String(body.read(request, memory), StandardCharsets.UTF_8);
            return service.submit(name, RunConfig.parse("the request", yaml, List.of()));
        }
    }

    @DeleteMapping("/v1/trainings/{name}")
    TrainingStatus cancel(@PathVariable String name) {
        training(name);
        service.cancel(name);
        return training(name);
    }
}
