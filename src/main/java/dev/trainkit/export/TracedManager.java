package dev.trainkit.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A manager whose new arrays write down what is done with them: they are a network's constants. */
record TracedManager(Recording recording, NDManager real) implements InvocationHandler {

    static NDManager of(Recording recording, NDManager real) {
        return (NDManager)
                Proxy.newProxyInstance(
                        TracedManager.class.getClassLoader(),
                        new Class<?>[] {NDManager.class},
                        new TracedManager(recording, real));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        try {
            Object result = method.invoke(real, arguments);
            if (result instanceof NDArray array) {
                return recording.traced(array);
            }
            return result instanceof NDManager manager ? of(recording, manager) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
