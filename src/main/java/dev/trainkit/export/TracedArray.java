package dev.trainkit.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.internal.NDArrayEx;
import dev.trainkit.TrainkitException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;

/**
 * An array that computes as the engine's does, and writes down each operation. What is neither an
 * operation with a rule, nor made of such operations, nor a question about the array itself stops
 * the network: above all reading its values, by which they would become constants.
 */
final class TracedArray implements InvocationHandler {

    private static final Set<String> QUESTIONS =
            Set.of(
                    "attach",
                    "close",
                    "detach",
                    "getDataType",
                    "getDevice",
                    "getName",
                    "getShape",
                    "getSparseFormat",
                    "getUid",
                    "hasGradient",
                    "isEmpty",
                    "isReleased",
                    "isScalar",
                    "isSparse",
                    "setName",
                    "shapeEquals",
                    "size",
                    "tempAttach");

    private final Recording recording;
    private final NDArray real;

    private TracedArray(Recording recording, NDArray real) {
        this.recording = recording;
        this.real = real;
    }

    /** The operation that stops the network; the outermost call of it is what a person knows. */
    private static final class Unfollowed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unfollowed(String operation) {
            super(operation);
        }
    }

    static NDArray of(Recording recording, NDArray real) {
        return (NDArray) proxy(NDArray.class, new TracedArray(recording, real));
    }

    /** The engine's own array. */
    static NDArray behind(NDArray array) {
        return handler(array) instanceof TracedArray traced ? traced.real : array;
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(
                TracedArray.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static InvocationHandler handler(Object object) {
        return object != null && Proxy.isProxyClass(object.getClass())
                ? Proxy.getInvocationHandler(object)
                : null;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] given) throws Throwable {
        Object[] arguments = given == null ? new Object[0] : given;
        return switch (method.getName()) {
            case "getManager" -> TracedManager.of(recording, real.getManager());
            case "getNDArrayInternal" -> proxy(NDArrayEx.class, this);
            case "getArray" -> of(recording, real);
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "followed " + real.getShape();
            case "equals" -> proxy == arguments[0];
            default ->
                    QUESTIONS.contains(method.getName())
                            ? call(method, arguments)
                            : follow(proxy, method, arguments);
        };
    }

    private Object follow(Object proxy, Method method, Object[] arguments) throws Throwable {
        Call call = new Call(method.getName(), real, Arrays.asList(unwrapped(arguments)));
        Rule rule = Rules.of(call);
        if (rule != null) {
            return write(rule, call, call(method, arguments));
        }
        if (!method.isDefault()) {
            throw unfollowed(method.getName());
        }
        try {
            return followInside(proxy, method, arguments);
        } catch (Unfollowed inner) {
            throw unfollowed(method.getName());
        }
    }

    private Object followInside(Object proxy, Method method, Object... arguments) throws Throwable {
        recording.enterMethod();
        try {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        } finally {
            recording.leaveMethod();
        }
    }

    private RuntimeException unfollowed(String operation) {
        if (recording.isInsideOfAMethod()) {
            return new Unfollowed(operation);
        }
        return new TrainkitException(
                ("The network cannot be exported: the operation %s in %s cannot be followed. Those"
                                + " that can are: %s. Express it by these.")
                        .formatted(operation, CallSite.here(), String.join(", ", Rules.names())));
    }

    private Object write(Rule rule, Call call, Object result) {
        NDArray output = result instanceof NDList list ? list.singletonOrThrow() : (NDArray) result;
        rule.write(recording, call, output);
        NDArray traced = of(recording, output);
        return result instanceof NDList ? new NDList(traced) : traced;
    }

    private static Object[] unwrapped(Object... arguments) {
        return Arrays.stream(arguments).map(TracedArray::unwrapped).toArray();
    }

    private static Object unwrapped(Object argument) {
        if (argument instanceof NDList list) {
            return new NDList(list.stream().map(TracedArray::behind).toList());
        }
        if (argument instanceof NDArray array) {
            return behind(array);
        }
        return handler(argument) instanceof TracedManager manager ? manager.real() : argument;
    }

    private Object call(Method method, Object... arguments) throws Throwable {
        Object target =
                method.getDeclaringClass().equals(NDArrayEx.class)
                        ? real.getNDArrayInternal()
                        : real;
        try {
            return method.invoke(target, unwrapped(arguments));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
