package dev.trainkit.spring.web;

import java.io.IOException;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * The client's end of a request. Only the thread that answers the request may look at it, for it
 * looks by reading: what has come of the next request stays with Tomcat.
 */
final class Connection {

    private static final ThreadLocal<SocketWrapperBase<?>> OF_THIS_THREAD = new ThreadLocal<>();

    /** Null where the request did not come by our own protocol; it is then taken to be there. */
    private final SocketWrapperBase<?> socket;

    private Connection(SocketWrapperBase<?> socket) {
        this.socket = socket;
    }

    static void begin(SocketWrapperBase<?> socket) {
        OF_THIS_THREAD.set(socket);
    }

    static void end() {
        OF_THIS_THREAD.remove();
    }

    /** That whose request this thread answers. */
    static Connection ofThisThread() {
        return new Connection(OF_THIS_THREAD.get());
    }

    /**
     * Whether the client has closed it, or its sending half: the two look alike. So nothing that is
     * quickly done should depend on it.
     */
    boolean isGone() {
        if (socket == null) {
            return false;
        }
        try {
            socket.isReadyForRead();
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
