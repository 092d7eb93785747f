package dev.trainkit.spring.web;

import java.io.CharArrayWriter;
import org.apache.catalina.valves.AbstractAccessLogValve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line for each request, also for those that Tomcat refuses. */
final class AccessLog extends AbstractAccessLogValve {

    private static final Logger LOG = LoggerFactory.getLogger("trainkit.access");

    AccessLog() {
        setPattern("%h %t \"%r\" %s %b %D");
    }

    @Override
    protected void log(CharArrayWriter message) {
        LOG.info("{}", message);
    }
}
