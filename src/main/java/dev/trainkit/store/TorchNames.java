package dev.trainkit.store;

import dev.trainkit.Quoted;
import dev.trainkit.store.PickleValue.Dictionary;
import dev.trainkit.store.PickleValue.Name;
import dev.trainkit.store.PickleValue.None;
import dev.trainkit.store.PickleValue.Opaque;
import dev.trainkit.store.PickleValue.Storage;
import dev.trainkit.store.PickleValue.Tuple;
import dev.trainkit.store.PickleValue.View;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The names of Python's that PyTorch writes into a file of weights, and what each stands for.
 * Others stand for nothing; some of them are refused.
 */
final class TorchNames {

    private static final String ORDERED_DICT = "collections.OrderedDict";
    private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
    private static final String PARAMETER = "torch._utils._rebuild_parameter";
    private static final String SIZE = "torch.Size";

    /** A parameter with attributes of its own. */
    private static final String PARAMETER_WITH_STATE = "torch._utils._rebuild_parameter_with_state";

    private static final Set<String> CALLED =
            Set.of(ORDERED_DICT, TENSOR, PARAMETER, PARAMETER_WITH_STATE, SIZE);

    /**
     * Modules that a file of weights asks for only to do harm. Nothing of them would be run here,
     * nor of any other; but who put them there is not to be trusted with the weights either.
     */
    private static final Set<String> HARMFUL =
            Set.of(
                    "os",
                    "posix",
                    "nt",
                    "sys",
                    "subprocess",
                    "commands",
                    "pty",
                    "shutil",
                    "socket",
                    "runpy",
                    "importlib",
                    "imp",
                    "pickle",
                    "_pickle",
                    "marshal",
                    "types",
                    "ctypes",
                    "webbrowser",
                    "timeit",
                    "code",
                    "pdb",
                    "bdb");

    private static final Set<String> HARMFUL_BUILTINS =
            Set.of("eval", "exec", "compile", "open", "__import__", "input", "breakpoint");

    private static final Set<String> BUILTINS = Set.of("builtins", "__builtin__");

    /** How TorchScript keeps lists that are no weights, such as a kernel's sides. */
    private static final Set<String> LISTS =
            Set.of(
                    "torch.jit._pickle.build_intlist",
                    "torch.jit._pickle.build_doublelist",
                    "torch.jit._pickle.build_boollist",
                    "torch.jit._pickle.build_tensorlist",
                    "torch.jit._pickle.restore_type_tag");

    /** What TorchScript names its classes; here they are dictionaries of their attributes. */
    private static final String MODULE = "__torch__";

    private static final Map<String, ValueType> FLOATS =
            Map.of(
                    "HalfStorage", ValueType.FLOAT16,
                    "BFloat16Storage", ValueType.BFLOAT16,
                    "FloatStorage", ValueType.FLOAT32,
                    "DoubleStorage", ValueType.FLOAT64);

    private static final Map<String, String> INTEGERS =
            Map.of(
                    "LongStorage", "int64",
                    "IntStorage", "int32",
                    "ShortStorage", "int16",
                    "CharStorage", "int8",
                    "ByteStorage", "uint8",
                    "BoolStorage", "bool");

    private TorchNames() {}

    /**
     * A name that may stand in a file.
     *
     * @throws RefusedException for one that only means harm
     */
    static Name name(String module, String name) {
        Name given = new Name(module, name);
        String root = module.split("\\.", 2)[0];
        if (HARMFUL.contains(root)
                || (BUILTINS.contains(module) && HARMFUL_BUILTINS.contains(name))) {
            throw refused(given);
        }
        return given;
    }

    /** Whether it stands for something here. */
    static boolean isKnown(Name name) {
        return (name.module().equals("torch")
                        && (FLOATS.containsKey(name.name()) || INTEGERS.containsKey(name.name())))
                || CALLED.contains(name.whole())
                || LISTS.contains(name.whole())
                || isModule(name);
    }

    static RefusedException refused(Name name) {
        return new RefusedException(
                ("is refused: it asks Python for %s, and weights ask for tensors and"
                                + " dictionaries only. Nothing in it was run")
                        .formatted(Quoted.of(name.whole())),
                "Where it is yours, save the weights alone:"
                        + " torch.save(model.state_dict(), \"weights.pth\").");
    }

    static boolean isModule(Name name) {
        return name.module().equals(MODULE) || name.module().startsWith(MODULE + ".");
    }

    /** Null for a storage of anything but floating-point numbers. */
    static ValueType valueType(Storage storage) {
        return FLOATS.get(storage.type());
    }

    /** What a sentence calls its numbers. */
    static String typeName(Storage storage) {
        return INTEGERS.getOrDefault(storage.type(), storage.type());
    }

    /** What Python would get by calling that name. */
    static Object result(Name name, List<Object> arguments) {
        if (!isKnown(name)) {
            return new Opaque(name);
        }
        if (LISTS.contains(name.whole())) {
            return None.NONE;
        }
        return switch (name.whole()) {
            case ORDERED_DICT -> dictionary(arguments);
            case TENSOR -> tensor(arguments);
            case PARAMETER, PARAMETER_WITH_STATE -> parameter(arguments);
            case SIZE -> new Tuple(arguments);
            default -> throw broken("it calls %s".formatted(Quoted.of(name.whole())));
        };
    }

    private static Dictionary dictionary(List<Object> arguments) {
        if (!arguments.isEmpty()) {
            throw broken(
                    String.format(
                            Locale.ROOT,
                            "it makes a dictionary of %d arguments",
                            arguments.size()));
        }
        return new Dictionary(false);
    }

    private static PickleValue parameter(List<Object> arguments) {
        if (!arguments.isEmpty() && arguments.get(0) instanceof Opaque tensor) {
            return tensor;
        }
        if (arguments.isEmpty() || !(arguments.get(0) instanceof View view)) {
            throw broken("it makes a parameter of what is no tensor");
        }
        return view;
    }

    /**
     * Storage, offset, sizes, strides, requires_grad, hooks, and later flags that change values.
     */
    private static View tensor(List<Object> arguments) {
        if (arguments.size() < 6
                || arguments.size() > 7
                || !(arguments.get(0) instanceof Storage storage)
                || !(arguments.get(1) instanceof Long offset)
                || !(arguments.get(2) instanceof Tuple sizes)
                || !(arguments.get(3) instanceof Tuple strides)) {
            throw broken("it makes a tensor of other things than PyTorch does");
        }
        if (arguments.size() == 7
                && arguments.get(6) instanceof Dictionary flags
                && flags.items().containsValue(true)) {
            throw broken("it has a tensor that is negated or conjugated in passing");
        }
        return new View(storage, new StoredTensor(numbers(sizes), numbers(strides), offset));
    }

    private static long[] numbers(Tuple tuple) {
        return tuple.items().stream().mapToLong(TorchNames::number).toArray();
    }

    private static long number(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw broken("it has a tensor whose sizes are no numbers");
    }

    /** What {@code ('storage', torch.FloatStorage, '0', 'cpu', 54)} stands for. */
    static Storage storage(Object id) {
        if (id instanceof Tuple tuple
                && tuple.items().size() == 5
                && tuple.items().get(0).equals("storage")
                && tuple.items().get(1) instanceof Name type
                && (type.module().equals("torch") || type.module().equals("torch.storage"))
                && tuple.items().get(2) instanceof String key
                && tuple.items().get(4) instanceof Long size) {
            return new Storage(type.name(), key, size);
        }
        throw broken("it has a storage that PyTorch does not write");
    }

    private static RefusedException broken(String reason) {
        return RefusedException.broken("PyTorch", reason);
    }
}
