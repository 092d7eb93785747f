package dev.trainkit.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The operations of Python's pickle format, protocols 2 to 5, that describe data. Those that
 * neither PyTorch nor what people keep beside weights makes it write are not here, and so are
 * refused.
 *
 * @see <a href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">all of them</a>
 */
enum PickleOp {
    PROTO(0x80),
    FRAME(0x95),
    STOP('.'),
    MARK('('),
    POP('0'),
    NONE('N'),
    NEWTRUE(0x88),
    NEWFALSE(0x89),
    BININT('J'),
    BININT1('K'),
    BININT2('M'),
    LONG1(0x8a),
    BINFLOAT('G'),
    BINUNICODE('X'),
    SHORT_BINUNICODE(0x8c),
    BINUNICODE8(0x8d),
    BINBYTES('B'),
    SHORT_BINBYTES('C'),
    BINBYTES8(0x8e),
    BYTEARRAY8(0x96),
    EMPTY_TUPLE(')'),
    TUPLE('t'),
    TUPLE1(0x85),
    TUPLE2(0x86),
    TUPLE3(0x87),
    EMPTY_LIST(']'),
    APPEND('a'),
    APPENDS('e'),
    EMPTY_DICT('}'),
    SETITEM('s'),
    SETITEMS('u'),
    EMPTY_SET(0x8f),
    ADDITEMS(0x90),
    FROZENSET(0x91),
    GLOBAL('c'),
    STACK_GLOBAL(0x93),
    REDUCE('R'),
    NEWOBJ(0x81),
    NEWOBJ_EX(0x92),
    BUILD('b'),
    BINPERSID('Q'),
    BINPUT('q'),
    LONG_BINPUT('r'),
    MEMOIZE(0x94),
    BINGET('h'),
    LONG_BINGET('j');

    private static final Map<Integer, PickleOp> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(op -> op.code, Function.identity()));

    private final int code;

    PickleOp(int code) {
        this.code = code;
    }

    /**
     * @throws RefusedException for any other byte
     */
    static PickleOp of(byte code) {
        PickleOp op = BY_CODE.get(code & 0xff);
        if (op == null) {
            throw RefusedException.broken(
                    "PyTorch",
                    String.format(Locale.ROOT, "its pickle has the operation 0x%02x", code & 0xff));
        }
        return op;
    }
}
