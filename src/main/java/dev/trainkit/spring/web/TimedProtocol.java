package dev.trainkit.spring.web;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Constants;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * HTTP/1.1 whose {@code connectionTimeout} is for the whole of what comes where Tomcat's is for
 * each byte: for a header in drops, and for a body in drops that nobody reads, which Tomcat takes
 * until its end so that the client may read the answer. Both would hold a connection for hours.
 * Tomcat makes it by its name.
 */
public final class TimedProtocol extends Http11NioProtocol {

    private static final int LOOKS = 4; // within the time that a request may take

    private final Map<TimedProcessor, SocketWrapperBase<?>> working = new ConcurrentHashMap<>();
    private ScheduledFuture<?> watch;

    @Override
    public void start() throws Exception {
        super.start();
        long period = Math.max(1, getConnectionTimeout() / LOOKS);
        watch =
                getUtilityExecutor()
                        .scheduleWithFixedDelay(this::cut, period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() throws Exception {
        watch.cancel(false);
        super.stop();
    }

    private void cut() {
        working.forEach(
                (processor, connection) -> {
                    if (processor.isTakingARest() && processor.isTooLate()) {
                        connection.close();
                    }
                });
    }

    @Override
    protected Processor createProcessor() {
        return new TimedProcessor();
    }

    /** Reads requests of one connection after the other. */
    private final class TimedProcessor extends Http11Processor {

        private TimedProcessor() {
            super(TimedProtocol.this, TimedProtocol.this.getAdapter());
        }

        /** Is called again when more of a header has come. */
        @Override
        public SocketState service(SocketWrapperBase<?> connection) throws IOException {
            if (isTooLate()) {
                return SocketState.CLOSED;
            }
            working.put(this, connection);
            Connection.begin(connection);
            try {
                return super.service(connection);
            } finally {
                Connection.end();
                working.remove(this);
            }
        }

        /** Whether the answer is given, and what is left of the body is read. */
        private boolean isTakingARest() {
            return request.getRequestProcessor().getStage() == Constants.STAGE_ENDINPUT;
        }

        private boolean isTooLate() {
            long start = request.getStartTimeNanos(); // negative before the first byte
            return start >= 0
                    && System.nanoTime() - start
                            > TimeUnit.MILLISECONDS.toNanos(getConnectionTimeout());
        }
    }
}
