package dev.trainkit.spring;

import dev.trainkit.predict.OverloadException.Reason;
import dev.trainkit.predict.ServingListener;
import java.util.List;
import java.util.function.Supplier;

/** Several listeners as one; the first is outermost around a call. */
record ServingListeners(List<ServingListener> all) implements ServingListener {

    ServingListeners {
        all = List.copyOf(all);
    }

    @Override
    public <T> T call(String model, Supplier<T> call) {
        Supplier<T> wrapped = call;
        for (int i = all.size() - 1; i >= 0; i--) {
            ServingListener listener = all.get(i);
            Supplier<T> inner = wrapped;
            wrapped = () -> listener.call(model, inner);
        }
        return wrapped.get();
    }

    @Override
    public void batchRan(String model, int pictures) {
        all.forEach(listener -> listener.batchRan(model, pictures));
    }

    @Override
    public void rejected(String model, Reason reason) {
        all.forEach(listener -> listener.rejected(model, reason));
    }
}
