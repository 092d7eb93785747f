package dev.trainkit.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What stands behind the question mark; asking the request for it would read the body of a form.
 */
final class Query {

    private Query() {}

    static Optional<String> get(HttpServletRequest request, String name) {
        String query = request.getQueryString();
        if (query == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                        UriComponentsBuilder.newInstance()
                                .query(query)
                                .build()
                                .getQueryParams()
                                .getFirst(name))
                .map(Query::decoded);
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    HttpStatus.BAD_REQUEST,
                    "A parameter has a % that two hexadecimal digits do not follow. Encode it as"
                            + " `curl --data-urlencode` does.");
        }
    }

    /** How many classes are wanted, 1 where nothing is said. */
    static int top(HttpServletRequest request) {
        String top = get(request, "top").orElse("1");
        if (!top.matches("[1-9][0-9]{0,5}")) {
            throw new RefusedException(
                    HttpStatus.BAD_REQUEST,
                    "The parameter top must be a whole number of at least 1, such as ?top=3.");
        }
        return Integer.parseInt(top);
    }
}
