package dev.trainkit.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle may hold here, beside strings, numbers and booleans. Containers are compared by
 * identity: a pickle may put one into itself.
 */
interface PickleValue {

    /** Python's {@code None}. */
    enum None implements PickleValue {
        NONE
    }

    /** A name of Python's, such as {@code torch.FloatStorage}: a name and nothing else. */
    record Name(String module, String name) implements PickleValue {

        String whole() {
            return module + "." + name;
        }
    }

    /**
     * What Python would make by running something: nobody made it here, and nothing in it is looked
     * at.
     *
     * @param maker what would be run
     */
    record Opaque(Name maker) implements PickleValue {}

    /** A tuple. */
    final class Tuple implements PickleValue {

        private final List<Object> items;

        Tuple(List<Object> items) {
            this.items = List.copyOf(items);
        }

        List<Object> items() {
            return items;
        }
    }

    /** A list. */
    final class Sequence implements PickleValue {

        private final List<Object> items = new ArrayList<>();

        List<Object> items() {
            return items;
        }
    }

    /** A dictionary, or an object of a TorchScript module with its attributes. */
    final class Dictionary implements PickleValue {

        private final boolean module;
        private final Map<Object, Object> items = new LinkedHashMap<>();

        Dictionary(boolean module) {
            this.module = module;
        }

        /** Whether it is an object of a TorchScript module. */
        boolean isModule() {
            return module;
        }

        Map<Object, Object> items() {
            return items;
        }
    }

    /**
     * A run of values in an entry of its own.
     *
     * @param type such as {@code FloatStorage}
     * @param key the entry's name
     * @param size in values
     */
    record Storage(String type, String key, long size) implements PickleValue {}

    /** A view of a storage. */
    record View(Storage storage, StoredTensor tensor) implements PickleValue {}
}
