package dev.trainkit.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Handles signals until it is closed. They are the JDK's {@code sun.misc.Signal}, reached by
 * reflection; where that is missing, or the system has no such signal, nothing is handled.
 */
final class Signals implements AutoCloseable {

    private final Map<Object, Object> formerHandlers = new LinkedHashMap<>();

    /**
     * @param name without {@code SIG}
     * @param handler is given the signal's number, on a thread of the JVM's own
     */
    void handle(String name, IntConsumer handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object one = signal.getConstructor(String.class).newInstance(name);
            int number = (int) signal.getMethod("getNumber").invoke(one);
            Object ours =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
                            new Class<?>[] {type},
                            (proxy, method, arguments) ->
                                    answer(proxy, method, arguments, () -> handler.accept(number)));
            formerHandlers.put(one, register(one, ours));
        } catch (ReflectiveOperationException e) {
            // This system has no such signal, or it is not ours to handle.
        }
    }

    private static Object answer(Object proxy, Method method, Object[] arguments, Runnable handle) {
        return switch (method.getName()) {
            case "handle" -> {
                handle.run();
                yield null;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "Signals";
        };
    }

    private static Object register(Object signal, Object handler)
            throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.SignalHandler");
        return signal.getClass()
                .getMethod("handle", signal.getClass(), type)
                .invoke(null, signal, handler);
    }

    /** Puts the former handlers back. */
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
}
