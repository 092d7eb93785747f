package dev.trainkit.engine;

import ai.djl.ndarray.NDArray;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which gradients count as absent although libtorch still holds them, filled with zeros: DJL has no
 * call that makes it forget one. libtorch counts the changes of every tensor, and a gradient that
 * has not changed since it was cleared is an absent one.
 */
final class ClearedGradients {

    private final Map<Identity, Long> versions = new ConcurrentHashMap<>();
    private final ReferenceQueue<NDArray> collected = new ReferenceQueue<>();

    /** A parameter itself, for arrays with equal contents are equal; it may be collected. */
    private static final class Identity extends WeakReference<NDArray> {

        private final int hash;

        Identity(NDArray parameter, ReferenceQueue<NDArray> collected) {
            super(parameter, collected);
            hash = System.identityHashCode(parameter);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other
                    || (other instanceof Identity identity
                            && get() != null
                            && get() == identity.get());
        }
    }

    /**
     * @param version of the parameter's gradient, now that it is zero
     */
    void add(NDArray parameter, long version) {
        for (Object gone = collected.poll(); gone != null; gone = collected.poll()) {
            versions.remove(gone);
        }
        versions.put(new Identity(parameter, collected), version);
    }

    /** The version that the parameter's gradient had when it was cleared, if it ever was. */
    Optional<Long> version(NDArray parameter) {
        return Optional.ofNullable(versions.get(new Identity(parameter, null)));
    }
}
