package dev.trainkit.spring.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatus;

/** Problem details for what Tomcat refuses before Spring sees it. Tomcat makes it by its name. */
public final class ProblemValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable thrown) {
        int code = response.getStatus();
        if (code < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        HttpStatus resolved = HttpStatus.resolve(code);
        HttpStatus status = resolved == null ? HttpStatus.BAD_REQUEST : resolved;
        byte[] json =
                Problem.of(status, Details.of(status)).json().getBytes(StandardCharsets.UTF_8);
        try {
            ResponseHeaders.API.forEach(response::setHeader);
            response.setContentType(Problem.MEDIA_TYPE);
            response.setContentLength(json.length);
            response.getOutputStream().write(json);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            // the client is gone, and there is nobody to tell
        }
    }
}
