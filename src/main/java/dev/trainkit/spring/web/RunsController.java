package dev.trainkit.spring.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The runs under a folder, and how those go that are being trained. */
@RestController
final class RunsController {

    private final RunFolder folder;
    private final RunFollower follower;

    RunsController(RunFolder folder, RunFollower follower) {
        this.folder = folder;
        this.follower = follower;
    }

    @GetMapping("/v1/runs")
    List<RunView> runs() {
        return folder.runs();
    }

    /** Each run at first, and again whenever it changes. */
    @GetMapping(path = "/v1/runs/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter events() {
        return follower.follow();
    }

    @GetMapping("/v1/runs/{name}/report")
    ResponseEntity<byte[]> report(@PathVariable String name) throws IOException {
        Path report =
                folder.report(name)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                HttpStatus.NOT_FOUND,
                                                "There is no report of a run of that name. GET"
                                                        + " /v1/runs lists the runs."));
        HttpHeaders headers = new HttpHeaders();
        ResponseHeaders.REPORT.forEach(headers::set);
        headers.setContentType(MediaType.TEXT_HTML);
        return ResponseEntity.ok().headers(headers).body(Files.readAllBytes(report));
    }
}
