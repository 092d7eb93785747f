package dev.trainkit.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets a run end cleanly when the process is told to end (Ctrl-C, SIGTERM, a closed terminal): asks
 * it to stop, once. Told again, the process ends at once. Signals are the JDK's {@code
 * sun.misc.Signal}, reached by reflection; where that is missing, the JVM ends as it always does.
 */
final class Interruption implements AutoCloseable {

    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

    private final Map<Object, Object> formerHandlers = new LinkedHashMap<>();
    private Runnable stop = () -> {};
    private volatile int exitCode;

    Interruption() {
        SIGNALS.forEach(this::handle);
    }

    /**
     * @param stop asks the run to stop, from another thread; at once where the process has been
     *     told to end before
     */
    synchronized void stops(Runnable stop) {
        this.stop = stop;
        if (exitCode != 0) {
            stop.run();
        }
    }

    /** 128 and the signal's number, as shells have it; 0 where there was none. */
    int exitCode() {
        return exitCode;
    }

    @Override
    public void close() {
        for (Map.Entry<Object, Object> former : formerHandlers.entrySet()) {
            try {
                register(former.getKey(), former.getValue());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a signal's handler could not be put back", e);
            }
        }
        formerHandlers.clear();
    }

    private void handle(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object one = signal.getConstructor(String.class).newInstance(name);
            int number = (int) signal.getMethod("getNumber").invoke(one);
            Object ours =
                    Proxy.newProxyInstance(
                            Interruption.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (proxy, method, arguments) -> answer(proxy, method, arguments, number));
            formerHandlers.put(one, register(one, ours));
        } catch (ReflectiveOperationException e) {
            // This system has no such signal, or it is not ours to handle.
        }
    }

    private Object answer(Object proxy, Method method, Object[] arguments, int number) {
        return switch (method.getName()) {
            case "handle" -> {
                interrupted(128 + number);
                yield null;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "Interruption";
        };
    }

    private void interrupted(int code) {
        if (exitCode != 0) {
            Runtime.getRuntime().halt(code);
        }
        stop(code);
    }

    private synchronized void stop(int code) {
        exitCode = code;
        stop.run();
    }

    private static Object register(Object signal, Object handler)
            throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.SignalHandler");
        return signal.getClass()
                .getMethod("handle", signal.getClass(), type)
                .invoke(null, signal, handler);
    }
}
