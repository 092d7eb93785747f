package dev.trainkit.spring.web;

import org.springframework.http.HttpStatus;

/** What is said of a status where nothing more is known. */
final class Details {

    private Details() {}

    static String of(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST ->
                    "The request is not HTTP as it should be. Check its line and headers.";
            case NOT_FOUND -> "There is nothing here. /v3/api-docs describes what there is.";
            case METHOD_NOT_ALLOWED ->
                    "This address takes another method, which the header Allow names.";
            case NOT_ACCEPTABLE -> "The answer is JSON, which the header Accept rules out.";
            case UNSUPPORTED_MEDIA_TYPE -> "The body's Content-Type is not taken here.";
            case URI_TOO_LONG, REQUEST_HEADER_FIELDS_TOO_LARGE ->
                    "The request's line and headers are too long. Send fewer, or shorter ones.";
            case CONTENT_TOO_LARGE -> "The body is too long. Send less at once.";
            case REQUEST_TIMEOUT ->
                    "The request did not come in time. Send it again, or over a faster line.";
            default ->
                    status.is4xxClientError()
                            ? "The request cannot be answered. /v3/api-docs describes those that can."
                            : "The server failed, and its log says why. Try again; tell its operator if"
                                    + " that does not help.";
        };
    }
}
