package dev.trainkit.store;

import dev.trainkit.store.PickleValue.Dictionary;
import dev.trainkit.store.PickleValue.Name;
import dev.trainkit.store.PickleValue.None;
import dev.trainkit.store.PickleValue.Opaque;
import dev.trainkit.store.PickleValue.Sequence;
import dev.trainkit.store.PickleValue.Tuple;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a pickle as data. A pickle is a program for a machine with a stack; this machine builds
 * strings, numbers, tuples, lists, dictionaries and views of storages, and calls nothing. What a
 * program would have Python import or call is looked up in {@link TorchNames}, which knows a dozen
 * names by heart. Of any other there is an opaque value that only says what would have been run: it
 * may stand beside weights, as a run's arguments do, and no weight comes of it.
 */
final class PickleReader {

    /** Twenty thousand tensors take as many; each operation may allocate some hundred bytes. */
    private static final int MOST_OPERATIONS = 1_000_000;

    private static final int LONGEST_NAME = 1000;

    private static final Opaque BYTES = new Opaque(new Name("builtins", "bytes"));
    private static final Opaque SET = new Opaque(new Name("builtins", "set"));

    private enum Mark {
        MARK
    }

    private final ByteBuffer bytes;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    private PickleReader(byte[] pickle) {
        bytes = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The value that a pickle makes.
     *
     * @throws RefusedException when it is damaged, or does anything but describe data
     */
    static Object read(byte[] pickle) {
        PickleReader reader = new PickleReader(pickle);
        try {
            return reader.run();
        } catch (BufferUnderflowException e) {
            throw broken("its pickle ends too early");
        }
    }

    private Object run() {
        for (int i = 0; i < MOST_OPERATIONS; i++) {
            PickleOp op = PickleOp.of(bytes.get());
            if (op == PickleOp.STOP) {
                return pop();
            }
            execute(op);
        }
        throw broken(
                String.format(
                        Locale.ROOT, "its pickle has more than %,d operations", MOST_OPERATIONS));
    }

    private void execute(PickleOp op) {
        switch (op) {
            case PROTO -> requireProtocol(bytes.get());
            case FRAME -> bytes.getLong(); // how much to read ahead
            case MARK -> push(Mark.MARK);
            case POP -> drop();
            case NONE -> push(None.NONE);
            case NEWTRUE -> push(true);
            case NEWFALSE -> push(false);
            case BININT -> push((long) bytes.getInt());
            case BININT1 -> push((long) unsignedByte());
            case BININT2 -> push((long) (bytes.getShort() & 0xffff));
            case LONG1 -> push(littleEndian());
            case BINFLOAT -> push(Double.longBitsToDouble(Long.reverseBytes(bytes.getLong())));
            case BINUNICODE -> push(text(bytes.getInt() & 0xffffffffL));
            case SHORT_BINUNICODE -> push(text(unsignedByte()));
            case BINUNICODE8 -> push(text(bytes.getLong()));
            case BINBYTES -> push(bytes(bytes.getInt() & 0xffffffffL));
            case SHORT_BINBYTES -> push(bytes(unsignedByte()));
            case BINBYTES8, BYTEARRAY8 -> push(bytes(bytes.getLong()));
            case EMPTY_TUPLE -> push(new Tuple(List.of()));
            case TUPLE -> push(new Tuple(popToMark()));
            case TUPLE1 -> push(new Tuple(pop(1)));
            case TUPLE2 -> push(new Tuple(pop(2)));
            case TUPLE3 -> push(new Tuple(pop(3)));
            case EMPTY_LIST -> push(new Sequence());
            case APPEND -> append(pop(1));
            case APPENDS -> append(popToMark());
            case EMPTY_DICT -> push(new Dictionary(false));
            case SETITEM -> setItems(pop(2));
            case SETITEMS -> setItems(popToMark());
            case EMPTY_SET -> push(SET);
            case ADDITEMS -> addItems();
            case FROZENSET -> makeSet();
            case GLOBAL -> push(TorchNames.name(line(), line()));
            case STACK_GLOBAL -> pushName(pop(2));
            case REDUCE -> reduce(pop(2));
            case NEWOBJ -> newObject(pop(2));
            case NEWOBJ_EX -> newObject(pop(3));
            case BUILD -> build(pop());
            case BINPERSID -> push(TorchNames.storage(pop()));
            case BINPUT -> memo.put(unsignedByte(), top());
            case LONG_BINPUT -> memo.put(bytes.getInt(), top());
            case MEMOIZE -> memo.put(memo.size(), top());
            case BINGET -> push(remembered(unsignedByte()));
            case LONG_BINGET -> push(remembered(bytes.getInt()));
            case STOP -> throw new AssertionError("handled by run");
        }
    }

    private static void requireProtocol(int protocol) {
        if (protocol < 2 || protocol > 5) {
            throw broken(String.format(Locale.ROOT, "its pickle is of protocol %d", protocol));
        }
    }

    private int unsignedByte() {
        return bytes.get() & 0xff;
    }

    private Object littleEndian() {
        byte[] digits = new byte[unsignedByte()];
        for (int i = digits.length - 1; i >= 0; i--) {
            digits[i] = bytes.get();
        }
        BigInteger value = digits.length == 0 ? BigInteger.ZERO : new BigInteger(digits);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private void requireRemaining(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw broken(
                    String.format(
                            Locale.ROOT,
                            "its pickle claims a text of %s bytes, but %d follow",
                            Long.toUnsignedString(length),
                            bytes.remaining()));
        }
    }

    private Opaque bytes(long length) {
        requireRemaining(length);
        bytes.position(bytes.position() + (int) length);
        return BYTES;
    }

    private String text(long length) {
        requireRemaining(length);
        byte[] text = new byte[(int) length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (byte c = bytes.get(); c != '\n'; c = bytes.get()) {
            if (line.length() == LONGEST_NAME) {
                throw broken("its pickle has a name without an end");
            }
            line.append((char) (c & 0xff));
        }
        return line.toString();
    }

    private void push(Object value) {
        stack.add(value);
    }

    private Object top() {
        return pop(1, false).get(0);
    }

    private Object pop() {
        return pop(1).get(0);
    }

    private List<Object> pop(int count) {
        return pop(count, true);
    }

    /** The topmost values, the topmost last; none of them is a mark. */
    private List<Object> pop(int count, boolean remove) {
        int start = stack.size() - count;
        if (start < 0 || stack.subList(start, stack.size()).contains(Mark.MARK)) {
            throw broken("its pickle takes what is not there");
        }
        List<Object> top = stack.subList(start, stack.size());
        List<Object> values = List.copyOf(top);
        if (remove) {
            top.clear();
        }
        return values;
    }

    private List<Object> popToMark() {
        int mark = stack.lastIndexOf(Mark.MARK);
        if (mark < 0) {
            throw broken("its pickle takes what is not there");
        }
        List<Object> values = List.copyOf(stack.subList(mark + 1, stack.size()));
        stack.subList(mark, stack.size()).clear();
        return values;
    }

    /** No file needs a value for nothing: what runs and is thrown away is there to be run. */
    private void drop() {
        Object value = pop();
        if (value instanceof Opaque opaque) {
            throw TorchNames.refused(opaque.maker());
        }
        if (value instanceof Name name && !TorchNames.isKnown(name)) {
            throw TorchNames.refused(name);
        }
    }

    private void addItems() {
        popToMark();
        if (!(top() instanceof Opaque)) {
            throw broken("its pickle adds to what is no set");
        }
    }

    private void makeSet() {
        popToMark();
        push(SET);
    }

    private void append(List<Object> values) {
        if (top() instanceof Opaque) {
            return;
        }
        if (!(top() instanceof Sequence list)) {
            throw broken("its pickle appends to what is no list");
        }
        list.items().addAll(values);
    }

    private void setItems(List<Object> keysAndValues) {
        if (top() instanceof Opaque) {
            return;
        }
        if (!(top() instanceof Dictionary dictionary) || keysAndValues.size() % 2 != 0) {
            throw broken("its pickle sets items of what is no dictionary");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            Object key = keysAndValues.get(i);
            if (key instanceof Dictionary || key instanceof Sequence) {
                throw broken("a dictionary of it has a key that may change");
            }
            dictionary.items().put(key, keysAndValues.get(i + 1));
        }
    }

    private void pushName(List<Object> names) {
        if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
            throw broken("its pickle has a name that is no text");
        }
        push(TorchNames.name(module, name));
    }

    private void reduce(List<Object> call) {
        if (!(call.get(1) instanceof Tuple arguments)) {
            throw broken("its pickle calls something with no arguments");
        }
        if (call.get(0) instanceof Opaque function) {
            push(function);
        } else if (call.get(0) instanceof Name name) {
            push(TorchNames.result(name, arguments.items()));
        } else {
            throw broken("its pickle calls what has no name");
        }
    }

    private void newObject(List<Object> call) {
        if (call.get(0) instanceof Name name && TorchNames.isModule(name)) {
            push(new Dictionary(true));
        } else if (call.get(0) instanceof Name name && !TorchNames.isKnown(name)) {
            push(new Opaque(name));
        } else {
            throw broken("its pickle makes an object of what is no module");
        }
    }

    /** Sets attributes: a dictionary has none that matter, a module has its weights there. */
    private void build(Object state) {
        if (top() instanceof Opaque) {
            return;
        }
        if (!(top() instanceof Dictionary object)) {
            throw broken("its pickle sets attributes of what has none");
        }
        if (object.isModule() && state instanceof Dictionary attributes) {
            object.items().putAll(attributes.items());
        }
    }

    private Object remembered(int key) {
        Object value = memo.get(key);
        if (value == null) {
            throw broken("its pickle recalls what it did not remember");
        }
        return value;
    }

    private static RefusedException broken(String reason) {
        return RefusedException.broken("PyTorch", reason);
    }
}
