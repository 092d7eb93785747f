package dev.trainkit.spring.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The pages and what they are made of, each by its name: nothing else of the class path. */
@RestController
final class PageController {

    private static final Map<String, String> TYPES =
            Map.of(
                    "draw.js", "text/javascript;charset=UTF-8",
                    "runs.js", "text/javascript;charset=UTF-8",
                    "page.css", "text/css;charset=UTF-8");

    @GetMapping("/")
    ResponseEntity<byte[]> draw() {
        return page("draw.html", "text/html;charset=UTF-8");
    }

    @GetMapping("/runs")
    ResponseEntity<byte[]> runs() {
        return page("runs.html", "text/html;charset=UTF-8");
    }

    @GetMapping("/assets/{name}")
    ResponseEntity<byte[]> asset(@PathVariable String name) {
        String type = TYPES.get(name);
        if (type == null) {
            throw new RefusedException(HttpStatus.NOT_FOUND, Details.of(HttpStatus.NOT_FOUND));
        }
        return page(name, type);
    }

    @GetMapping("/v3/api-docs")
    ResponseEntity<byte[]> description() {
        return page("openapi.json", "application/json");
    }

    private static ResponseEntity<byte[]> page(String name, String type) {
        HttpHeaders headers = new HttpHeaders();
        ResponseHeaders.PAGE.forEach(headers::set);
        headers.set(HttpHeaders.CONTENT_TYPE, type);
        headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
        try (InputStream in = PageController.class.getResourceAsStream(name)) {
            return ResponseEntity.ok().headers(headers).body(in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read", e);
        }
    }
}
