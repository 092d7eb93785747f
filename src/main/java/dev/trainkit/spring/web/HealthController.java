package dev.trainkit.spring.web;

import java.util.Map;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What asks whether a container lives and may be sent requests: by its address and without a key,
 * so it learns nothing else.
 */
@RestController
final class HealthController {

    private final ApplicationAvailability availability;

    HealthController(ApplicationAvailability availability) {
        this.availability = availability;
    }

    @GetMapping("/health")
    ResponseEntity<Map<String, String>> health() {
        return answer(isAlive() && isReady(), "OUT_OF_SERVICE");
    }

    /** Where it does not, only another start helps. */
    @GetMapping("/health/live")
    ResponseEntity<Map<String, String>> live() {
        return answer(isAlive(), "DOWN");
    }

    /** Not while it starts or ends. */
    @GetMapping("/health/ready")
    ResponseEntity<Map<String, String>> ready() {
        return answer(isReady(), "OUT_OF_SERVICE");
    }

    private boolean isAlive() {
        return availability.getLivenessState() == LivenessState.CORRECT;
    }

    private boolean isReady() {
        return availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
    }

    private static ResponseEntity<Map<String, String>> answer(boolean isWell, String otherwise) {
        return ResponseEntity.status(isWell ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(Map.of("status", isWell ? "UP" : otherwise));
    }
}
