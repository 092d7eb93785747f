package dev.trainkit.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.multipart.support.StandardServletMultipartResolver;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Spring's resolver, which has the container read forms; those with pictures are left to us, who
 * read them with limits of our own, as {@code trainkit serve} does.
 */
final class FormsOfOthers extends StandardServletMultipartResolver {

    private static final PathPattern OURS =
            PathPatternParser.defaultInstance.parse(PredictController.PREDICT);

    @Override
    public boolean isMultipart(HttpServletRequest request) {
        return super.isMultipart(request) && !isOurs(request);
    }

    private static boolean isOurs(HttpServletRequest request) {
        return ServletRequestPathUtils.hasParsedRequestPath(request)
                && OURS.matches(
                        ServletRequestPathUtils.getParsedRequestPath(request)
                                .pathWithinApplication());
    }
}
