package dev.trainkit.spring.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.trainkit.report.JsonLine;
import org.springframework.http.HttpStatus;

/**
 * A problem detail as RFC 9457 has it.
 *
 * @param detail what happened, why, and what to do
 */
record Problem(String type, String title, int status, String detail) {

    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(HttpStatus status, String detail) {
        return new Problem("about:blank", status.getReasonPhrase(), status.value(), detail);
    }

    @JsonIgnore
    String json() {
        return JsonLine.of(this);
    }
}
