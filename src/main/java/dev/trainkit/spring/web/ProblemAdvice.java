package dev.trainkit.spring.web;

import dev.trainkit.TrainkitException;
import dev.trainkit.predict.BrokenModelException;
import dev.trainkit.predict.OverloadException;
import dev.trainkit.spring.QueueFullException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/** Each error as a problem detail: what, why and what to do, and nothing of the inside. */
@RestControllerAdvice(basePackageClasses = ProblemAdvice.class)
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<String> refused(RefusedException e) {
        return e.status() == HttpStatus.SERVICE_UNAVAILABLE
                ? busy(e.getMessage())
                : problem(e.status(), e.getMessage());
    }

    /** A run takes minutes. */
    @ExceptionHandler
    ResponseEntity<String> full(QueueFullException e) {
        return busy(e.getMessage(), "60");
    }

    /** The model's name is told, and nothing else of the inside. */
    @ExceptionHandler
    ResponseEntity<String> overloaded(OverloadException e) {
        return busy("The model has as many requests as it may take on. Try again in a moment.");
    }

    @ExceptionHandler
    ResponseEntity<String> outOfMemory(OutOfMemoryError e) {
        LOG.error("A request needed more memory than there was. {}", e.getMessage());
        return busy("There is not enough memory for the request now. Try again in a moment.");
    }

    @ExceptionHandler
    ResponseEntity<String> broken(BrokenModelException e) {
        LOG.error("A prediction failed. {}", e.getMessage());
        return failed();
    }

    /** What is left of our own errors is about the picture. */
    @ExceptionHandler
    ResponseEntity<String> unreadable(TrainkitException e) {
        return problem(HttpStatus.UNPROCESSABLE_CONTENT, sentence(e.getMessage()));
    }

    /** Who asked has gone where an answer cannot be sent: there is nobody to tell. */
    @ExceptionHandler
    ResponseEntity<String> unsent(IOException e) {
        if (DisconnectedClientHelper.isClientDisconnectedException(e)) {
            return null; // answered, as far as it goes
        }
        LOG.error("A request failed.", e);
        return failed();
    }

    @ExceptionHandler
    ResponseEntity<String> unexpected(RuntimeException e) {
        LOG.error("A request failed.", e);
        return failed();
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception e,
            Object body,
            HttpHeaders headers,
            HttpStatusCode code,
            WebRequest request) {
        if (DisconnectedClientHelper.isClientDisconnectedException(e)) {
            return null;
        }
        HttpStatus status = HttpStatus.valueOf(code.value());
        return ResponseEntity.status(status)
                .headers(headers)
                .contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE))
                .body(Problem.of(status, Details.of(status)).json());
    }

    private static ResponseEntity<String> busy(String detail) {
        return busy(detail, "1");
    }

    private static ResponseEntity<String> busy(String detail, String retryAfterSeconds) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, retryAfterSeconds)
                .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .body(Problem.of(HttpStatus.SERVICE_UNAVAILABLE, detail).json());
    }

    private static ResponseEntity<String> failed() {
        return problem(
                HttpStatus.INTERNAL_SERVER_ERROR, Details.of(HttpStatus.INTERNAL_SERVER_ERROR));
    }

    private static ResponseEntity<String> problem(HttpStatus status, String detail) {
        return ResponseEntity.status(status)
                .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .body(Problem.of(status, detail).json());
    }

    private static String sentence(String message) {
        return Character.toUpperCase(message.charAt(0)) + message.substring(1);
    }
}
