package dev.trainkit.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Files of weights that are broken or mean harm, each made from a whole one by a change that no
 * reader may pass over. The same seed makes the same files.
 */
final class HostileFiles {

    /** One of them. */
    static final class HostileFile {

        private final String kind;
        private final String name;
        private final byte[] bytes;

        HostileFile(String kind, String name, byte[] bytes) {
            this.kind = kind;
            this.name = name;
            this.bytes = bytes;
        }

        String kind() {
            return kind;
        }

        /** What was done to it. */
        String name() {
            return name;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    private static final int TRUNCATIONS = 80;
    private static final int FLIPS = 80;

    private final SplittableRandom random;
    private final Path marker;
    private final Map<String, byte[]> whole = new LinkedHashMap<>();
    private final Map<String, Map<String, byte[]>> unpacked = new LinkedHashMap<>();
    private final List<HostileFile> files = new ArrayList<>();

    private HostileFiles(long seed, Path marker) {
        random = new SplittableRandom(seed);
        this.marker = marker;
    }

    /**
     * @param goldens the folder of whole files
     * @param marker what the code in them would make, were it run
     */
    static List<HostileFile> of(Path goldens, Path marker, long seed) throws IOException {
        HostileFiles hostile = new HostileFiles(seed, marker);
        for (String name :
                List.of(
                        "protocol2.pth",
                        "protocol4.pth",
                        "checkpoint.pth",
                        "module.pt",
                        "stored.npz",
                        "deflated.npz",
                        "float32.safetensors",
                        "float16.safetensors")) {
            hostile.whole.put(name, Files.readAllBytes(goldens.resolve(name)));
        }
        hostile.whole.put("djl.params", djl());
        hostile.calls();
        hostile.callsBesideWeights();
        hostile.forbiddenOperations();
        hostile.truncated();
        hostile.flipped();
        hostile.hugeLengths();
        hostile.overlaps();
        hostile.escapingNames();
        hostile.bombs();
        hostile.cycles();
        hostile.headers();
        hostile.foreign();
        return hostile.files;
    }

    /** name what was done, for whoever looks for one of them here */
    private void add(String kind, String name, byte[] bytes) {
        files.add(new HostileFile(kind, name, bytes));
    }

    // -- pickles that import or call

    private static final List<String> CALLABLES =
            List.of(
                    "os system",
                    "posix system",
                    "nt system",
                    "os popen",
                    "os execv",
                    "os remove",
                    "builtins eval",
                    "builtins exec",
                    "__builtin__ eval",
                    "builtins getattr",
                    "builtins open",
                    "builtins __import__",
                    "builtins compile",
                    "subprocess Popen",
                    "subprocess check_output",
                    "subprocess run",
                    "commands getoutput",
                    "pty spawn",
                    "runpy run_path",
                    "importlib import_module",
                    "pickle loads",
                    "marshal loads",
                    "types FunctionType",
                    "types CodeType",
                    "operator attrgetter",
                    "operator methodcaller",
                    "functools partial",
                    "shutil rmtree",
                    "socket create_connection",
                    "webbrowser open",
                    "ctypes CDLL",
                    "timeit timeit",
                    "torch load",
                    "torch.hub load",
                    "torch.jit load",
                    "torch.serialization load",
                    "torch.nn.modules.linear Linear",
                    "torch._utils _rebuild_sparse_tensor",
                    "torch._utils _rebuild_qtensor",
                    "torch.storage _load_from_bytes",
                    "torch._dynamo.guards eval",
                    "numpy.core.multiarray _reconstruct",
                    "numpy.core.multiarray scalar",
                    "numpy load",
                    "collections defaultdict",
                    "collections Counter",
                    "_codecs encode",
                    "copyreg _reconstructor",
                    "__main__ Net",
                    "__torch__evil system",
                    "collections OrderedDict.fromkeys",
                    "torch._utils _rebuild_tensor_v2.__globals__",
                    "torch FloatStorage.__init__",
                    "java.lang.Runtime exec",
                    "javax.script.ScriptEngineManager x");

    private void calls() throws IOException {
        for (String file : List.of("protocol2.pth", "protocol4.pth", "module.pt")) {
            for (String callable : CALLABLES) {
                String[] names = callable.split(" ", -1);
                for (Map.Entry<String, byte[]> way : ways(names[0], names[1]).entrySet()) {
                    byte[] first = insert(pickle(file), 2, way.getValue());
                    byte[] last = insert(pickle(file), pickle(file).length - 1, way.getValue());
                    add("calls", callable + " by " + way.getKey(), withPickle(file, first));
                    add("calls", callable + " by " + way.getKey(), withPickle(file, last));
                }
            }
        }
    }

    /** What means harm is refused also where it would stand beside weights. */
    private static final List<String> HARMFUL =
            List.of(
                    "os system",
                    "posix system",
                    "nt system",
                    "os.path join",
                    "subprocess Popen",
                    "builtins eval",
                    "builtins exec",
                    "__builtin__ eval",
                    "builtins __import__",
                    "builtins open",
                    "runpy run_path",
                    "importlib import_module",
                    "pickle loads",
                    "marshal loads",
                    "types FunctionType",
                    "ctypes CDLL",
                    "shutil rmtree",
                    "socket create_connection");

    private void callsBesideWeights() throws IOException {
        for (String callable : HARMFUL) {
            String[] names = callable.split(" ", -1);
            byte[] global = ascii("c" + names[0] + "\n" + names[1] + "\n");
            byte[] stackGlobal = join(unicode(names[0]), unicode(names[1]), bytes(0x93));
            byte[] call = join(unicode("touch " + marker), bytes(0x85), ascii("Rs."));
            for (byte[] name : List.of(global, stackGlobal)) {
                byte[] pickle = pickle("protocol2.pth");
                byte[] whole = Arrays.copyOf(pickle, pickle.length - 1); // without STOP
                add(
                        "calls",
                        callable + " beside weights",
                        withPickle("protocol2.pth", join(whole, unicode("extra"), name, call)));
            }
        }
    }

    /** The ways in which a pickle can have Python call something. */
    private Map<String, byte[]> ways(String module, String name) {
        byte[] argument = unicode("touch " + marker);
        byte[] global = ascii("c" + module + "\n" + name + "\n");
        byte[] stackGlobal = join(unicode(module), unicode(name), bytes(0x93));
        Map<String, byte[]> ways = new LinkedHashMap<>();
        ways.put("GLOBAL", join(global, ascii("0")));
        ways.put("REDUCE", join(global, argument, bytes(0x85), ascii("R0")));
        ways.put("STACK_GLOBAL", join(stackGlobal, argument, bytes(0x85), ascii("R0")));
        ways.put("NEWOBJ", join(global, argument, bytes(0x85, 0x81), ascii("0")));
        ways.put("INST", join(ascii("("), argument, ascii("i" + module + "\n" + name + "\n0")));
        ways.put("OBJ", join(ascii("("), global, argument, ascii("o0")));
        return ways;
    }

    /** Each byte that is no operation of ours, where an operation belongs. */
    private void forbiddenOperations() throws IOException {
        for (int code = 0; code < 256; code++) {
            if (!isKnown((byte) code)) {
                byte[] operation = join(bytes(code), ascii("x\n"), bytes(0, 0, 0, 0));
                add(
                        "operations",
                        String.format(Locale.ROOT, "0x%02x", code),
                        withPickle("protocol2.pth", insert(pickle("protocol2.pth"), 2, operation)));
            }
        }
    }

    private static boolean isKnown(byte code) {
        try {
            return PickleOp.of(code) != null;
        } catch (RefusedException e) {
            return false;
        }
    }

    // -- damage

    private void truncated() {
        whole.forEach(
                (name, bytes) -> {
                    for (int i = 0; i < TRUNCATIONS; i++) {
                        int length = random.nextInt(bytes.length);
                        add("truncated", name + " at " + length, Arrays.copyOf(bytes, length));
                    }
                });
    }

    /** In the values, which a zip has checksums for, and in what says where they are. */
    private void flipped() throws IOException {
        for (String name :
                List.of("protocol2.pth", "protocol4.pth", "stored.npz", "deflated.npz")) {
            byte[] bytes = whole.get(name);
            List<Integer> places = checkedPlaces(bytes);
            for (int i = 0; i < FLIPS; i++) {
                int place = places.get(random.nextInt(places.size()));
                byte[] flipped = bytes.clone();
                flipped[place] ^= (byte) (1 << random.nextInt(8));
                add("flipped", name + " at " + place, flipped);
            }
        }
        byte[] bytes = whole.get("float32.safetensors");
        for (int i = 0; i < FLIPS; i++) {
            byte[] flipped = bytes.clone();
            flipped[random.nextInt(8)] ^= (byte) (1 << random.nextInt(8));
            add("flipped", "the header's length", flipped);
        }
    }

    /** The places of checksums, of sizes, and of the data of the entries with weights. */
    private static List<Integer> checkedPlaces(byte[] zip) {
        ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i + 46 < zip.length; i++) {
            if (buffer.getInt(i) == 0x02014b50) { // an entry of the central directory
                String name =
                        new String(
                                zip, i + 46, buffer.getShort(i + 28), StandardCharsets.ISO_8859_1);
                if (name.endsWith(".npy") || name.contains("/data/") || name.endsWith("pkl")) {
                    int local = buffer.getInt(i + 42);
                    int data =
                            local + 30 + buffer.getShort(local + 26) + buffer.getShort(local + 28);
                    range(places, i + 16, i + 20); // its checksum
                    range(places, i + 24, i + 28); // its size
                    range(
                            places,
                            data,
                            data + buffer.getInt(i + 20) - 1); // the last may be padding
                }
            }
        }
        return places;
    }

    private static void range(List<Integer> places, int start, int end) {
        for (int i = start; i < end; i++) {
            places.add(i);
        }
    }

    // -- lengths and offsets

    private static final List<String> NUMBERS =
            List.of(
                    "-1",
                    "-9223372036854775808",
                    "2147483647",
                    "4294967296",
                    "9223372036854775807",
                    "18446744073709551616",
                    "1e9",
                    "1.5",
                    "null",
                    "\"4\"",
                    "[]",
                    "{}",
                    "true");

    private void hugeLengths() throws IOException {
        for (String number : NUMBERS) {
            for (String header :
                    List.of(
                            "{'w':{'dtype':'F32','shape':[N],'data_offsets':[0,8]}}",
                            "{'w':{'dtype':'F32','shape':[N,N],'data_offsets':[0,8]}}",
                            "{'w':{'dtype':'F32','shape':[2,N,0],'data_offsets':[0,8]}}",
                            "{'w':{'dtype':'F32','shape':[2],'data_offsets':[N,8]}}",
                            "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,N]}}",
                            "{'w':{'dtype':'F32','shape':[2],'data_offsets':[N,N]}}",
                            "{'w':{'dtype':N,'shape':[2],'data_offsets':[0,8]}}")) {
                add("lengths", header, safetensors(header.replace("N", number), 8));
            }
        }
        for (long length : new long[] {-1, 1L << 62, 1L << 31, (1L << 31) - 1, 100_000_000, 0, 1}) {
            byte[] file = whole.get("float32.safetensors").clone();
            ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            add("lengths", "a header of " + length, file);
        }
        for (int length : new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 30, 1 << 24}) {
            byte[] size =
                    ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array();
            for (byte[] claim :
                    List.of(
                            join(ascii("X"), size),
                            join(bytes(0x8d), size, size),
                            join(bytes(0x8d), size, bytes(0, 0, 0, 0)),
                            join(bytes(0x8b), size),
                            join(ascii("T"), size),
                            join(ascii("B"), size),
                            join(bytes(0x8e), size, size),
                            join(bytes(0x96), size, size),
                            join(ascii("j"), size))) {
                add(
                        "lengths",
                        "a pickle that claims " + length,
                        withPickle("protocol2.pth", insert(pickle("protocol2.pth"), 2, claim)));
            }
            for (int place : djlLengths()) {
                byte[] file = whole.get("djl.params").clone();
                ByteBuffer.wrap(file).putInt(place, length);
                add("lengths", "a DJL array that claims " + length, file);
            }
        }
    }

    private List<Integer> djlLengths() {
        byte[] file = whole.get("djl.params");
        String text = new String(file, StandardCharsets.ISO_8859_1);
        List<Integer> places = new ArrayList<>();
        for (int i = text.indexOf("FLOAT32", 20); i > 0; i = text.indexOf("FLOAT32", i + 1)) {
            int dimensions = ByteBuffer.wrap(file).getInt(i + 7);
            places.add(i + 7); // the number of dimensions
            places.add(i + 11); // the upper half of the first
            places.add(i + 7 + 4 + 8 * dimensions); // the length of the layout
            places.add(i + 7 + 4 + 8 * dimensions + 5); // the length of the values
        }
        return places;
    }

    private void overlaps() throws IOException {
        for (int i = 0; i < 200; i++) {
            int begin = random.nextInt(1, 9) * 4;
            String header =
                    String.format(
                            Locale.ROOT,
                            "{'a':{'dtype':'F32','shape':[8],'data_offsets':[0,32]},'b':{'dtype':'F32','shape':[8],'data_offsets':[%d,%d]}}",
                            begin % 32,
                            begin % 32 + 32);
            add("overlaps", header, safetensors(header, 32 + random.nextInt(33)));
        }
        // a tensor's view: offset, rows, columns, strides, over a storage of 8
        for (int i = 0; i < 300; i++) {
            long rows = random.nextInt(1, 5);
            long columns = random.nextInt(1, 5);
            long beyond = 1L << random.nextInt(3, 62);
            long[] view = {0, rows, columns, columns, 1};
            int changed = random.nextInt(5);
            view[changed] = random.nextBoolean() && changed > 0 ? -beyond : beyond;
            if (changed == 0) {
                view[0] = random.nextBoolean() ? beyond : -1 - random.nextInt(1000);
            }
            if ((changed == 3 && rows == 1) || (changed == 4 && columns == 1)) {
                view[changed] = 1; // a stride that is never taken is nobody's harm
                view[0] = beyond;
            }
            add("overlaps", "a view " + Arrays.toString(view), torch(tensorPickle(view, 8), 8));
        }
        for (int entries = 2; entries <= 100; entries += 2) {
            add("overlaps", entries + " entries in one place", overlappingZip(entries));
        }
    }

    // -- names

    private void escapingNames() throws IOException {
        List<String> names =
                List.of(
                        "../x",
                        "../../etc/passwd",
                        "a/../../x",
                        "..",
                        "a/..",
                        "/etc/passwd",
                        "//x",
                        "C:\\x",
                        "C:/x",
                        "..\\x",
                        "a\\..\\x",
                        "\\\\server\\share",
                        "a\0b",
                        "./../x",
                        "conv.weight.npy\0.txt",
                        "x/../../../../../../../../tmp/x");
        for (String file : List.of("protocol2.pth", "module.pt", "stored.npz", "deflated.npz")) {
            for (String name : names) {
                boolean escapesAnyway = !name.endsWith("..");
                for (String ending : escapesAnyway ? List.of("", ".npy", ".pkl") : List.of("")) {
                    add(
                            "names",
                            file + " with " + name.replace('\0', '0') + ending,
                            withEntry(file, name + ending, new byte[] {1}));
                }
            }
        }
    }

    // -- more than there is

    private void bombs() throws IOException {
        for (int megabytes : new int[] {20, 64, 300}) {
            add("bombs", megabytes + " MB of zeros in an array", npyBomb(megabytes));
            add("bombs", megabytes + " MB of zeros in a storage", storageBomb(megabytes));
            add("bombs", megabytes + " MB of a pickle", pickleBomb(megabytes));
        }
        for (int exponent = 20; exponent < 60; exponent++) {
            long size = 1L << (exponent / 2);
            long[] expanded = {0, size << (exponent % 2), size, 0, 0};
            if ((size << (exponent % 2)) * size > 1 << 23) {
                add(
                        "bombs",
                        "one value, seen 2^" + exponent + " times",
                        torch(tensorPickle(expanded, 8), 8));
            }
        }
        for (int tensors : new int[] {1000, 5000, 20_000}) {
            add("bombs", tensors + " tensors over one storage", manyViews(tensors));
        }
        for (int depth : new int[] {25, 30, 100, 1000}) {
            add("bombs", "laughs of depth " + depth, torch(laughs(depth), 8));
        }
        for (char container : "}])N".toCharArray()) {
            byte[] many = new byte[3_000_000];
            Arrays.fill(many, (byte) container);
            add(
                    "bombs",
                    "millions of " + container,
                    torch(join(bytes(0x80, 2), many, ascii(".")), 8));
        }
    }

    private void cycles() throws IOException {
        for (int depth = 1; depth <= 40; depth++) {
            add(
                    "cycles",
                    "a dictionary in itself, " + depth + " deep",
                    torch(cycle("}", depth), 8));
            add(
                    "cycles",
                    "a module in itself, " + depth + " deep",
                    torch(cycle("c__torch__\nM\n)\u0081", depth), 8));
        }
        for (int depth : new int[] {100, 1000, 10_000, 100_000, 300_000}) {
            for (String nest : List.of("(", "]", "}", ")\u0085", "\u0088")) {
                add("cycles", depth + " deep", torch(nested(nest, depth), 8));
            }
            add("cycles", depth + " brackets", safetensors("[".repeat(depth), 0));
            add("cycles", depth + " objects", safetensors("{'a':".repeat(depth), 0));
            add(
                    "cycles",
                    depth + " in the metadata",
                    safetensors(
                            "{'__metadata__':" + "[".repeat(depth) + "]".repeat(depth) + "}", 0));
        }
    }

    // -- what a header may not say

    private void headers() throws IOException {
        String right = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
        List<String> types =
                List.of(
                        "|O",
                        "O",
                        "<i4",
                        "<i8",
                        "|b1",
                        "<c8",
                        "<f16",
                        "|S8",
                        "<U2",
                        "|V8",
                        "<M8[s]",
                        "f",
                        "",
                        "<f4\\n",
                        "<f4' + __import__('os').system('x') + '");
        for (String type : types) {
            add("headers", type, npz(right.replace("<f4", type), 8));
        }
        for (String shape :
                List.of(
                        "(-2,)",
                        "(2.0,)",
                        "(2,,)x",
                        "2",
                        "(1e9,)",
                        "(9223372036854775808,)",
                        "(4294967296, 4294967296)",
                        "(2, 9223372036854775807)",
                        "(3,)",
                        "(1,)",
                        "(" + "1, ".repeat(40) + "2)",
                        "(__import__('os').getpid(),)",
                        "[2]",
                        "((2,),)",
                        "('2',)",
                        "(0,)",
                        "(0x2,)",
                        "(True,)")) {
            add("headers", shape, npz(right.replace("(2,)", shape), 8));
        }
        for (String header :
                List.of(
                        "",
                        "{",
                        "{}",
                        "[]",
                        "None",
                        right + right,
                        right.replace("'descr'", "'desc'"),
                        right.replace("False", "0"),
                        right.replace("False", "open('x')"),
                        right.replace(" }", "'x': 1}"),
                        right.replace("}", ""),
                        "__import__('os').system('touch " + marker + "')",
                        right.replace("'", "\""),
                        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)}",
                        "lambda: 0",
                        "(".repeat(60_000))) {
            add("headers", header, npz(header, 8));
        }
        for (int version : new int[] {0, 4, 5, 127, 255}) {
            byte[] array = npy(right, 8);
            array[6] = (byte) version;
            add("headers", "version " + version, zip(Map.of("w.npy", array)));
        }
        for (int i = 0; i < 100; i++) {
            byte[] array = npy(right, 8);
            array[random.nextInt(10)] ^= (byte) (1 << random.nextInt(8)); // magic, version, length
            add("headers", "a flipped bit", zip(Map.of("w.npy", array)));
        }
        for (String header :
                List.of(
                        "",
                        "null",
                        "[]",
                        "1",
                        "'x'",
                        "{'w':1}",
                        "{'w':null}",
                        "{'w':[]}",
                        "{'w':{}}",
                        "{'w':'x'}",
                        "{'w':{'dtype':'F32'}}",
                        "{'w':{'dtype':'F8_E4M3','shape':[8],'data_offsets':[0,8]}}",
                        "{'w':{'dtype':'I64','shape':[1],'data_offsets':[0,8]}}",
                        "{'w':{'dtype':'O','shape':[1],'data_offsets':[0,8]}}",
                        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} x",
                        "{w:{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                        "{'w':{'dtype':'F64','shape':[2],'data_offsets':[0,8]}}",
                        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}}",
                        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}")) {
            add("headers", header, safetensors(header, 8));
        }
    }

    /** What is no file of weights at all, under a name that says it is one. */
    private void foreign() {
        for (String start :
                List.of(
                        "",
                        "P",
                        "PK",
                        "PK\3\4",
                        "PK\5\6",
                        "DJL@",
                        "DJL@\0\0\0\1",
                        "DJL@\0\0\0\2",
                        "\u0080\2",
                        "\u0080\2.",
                        "\u0080\4\u0095",
                        "\u0080\2cos\nsystem\n(X\1\0\0\0xtR.",
                        "\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.",
                        "cos\nsystem\n(S'x'\ntR.",
                        "\u0089HDF\r\n\32\n",
                        "\u007fELF",
                        "#!/bin/sh\n",
                        "<html>",
                        "{}",
                        "{\"a\":1}",
                        "\u0093NUMPY\1\0",
                        "\u00ca\u00fe\u00ba\u00be",
                        "\u00ac\u00ed\0\5sr",
                        "\u001f\u008b")) {
            add("foreign", start, start.getBytes(StandardCharsets.ISO_8859_1));
            byte[] noise = new byte[500];
            for (int i = 0; i < 4; i++) {
                random.nextBytes(noise);
                add("foreign", start, join(start.getBytes(StandardCharsets.ISO_8859_1), noise));
            }
        }
    }

    // -- how they are put together

    private byte[] pickle(String file) throws IOException {
        return entries(file).entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("/data.pkl"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private byte[] withPickle(String file, byte[] pickle) throws IOException {
        Map<String, byte[]> entries = entries(file);
        entries.replaceAll((name, bytes) -> name.endsWith("/data.pkl") ? pickle : bytes);
        return zip(entries);
    }

    private byte[] withEntry(String file, String name, byte[] content) throws IOException {
        Map<String, byte[]> entries = entries(file);
        entries.put(name, content);
        return zip(entries);
    }

    private Map<String, byte[]> entries(String file) throws IOException {
        Map<String, byte[]> known = unpacked.get(file);
        if (known == null) {
            known = unpack(file);
            unpacked.put(file, known);
        }
        return new LinkedHashMap<>(known);
    }

    private Map<String, byte[]> unpack(String file) throws IOException {
        Path copy = Files.createTempFile("hostile", ".zip");
        try {
            Files.write(copy, whole.get(file));
            Map<String, byte[]> entries = new LinkedHashMap<>();
            try (ZipArchive zip = ZipArchive.open(copy)) {
                for (String name : zip.names()) {
                    entries.put(name, zip.read(name));
                }
            }
            return entries;
        } finally {
            Files.delete(copy);
        }
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** One local entry, named by many of the directory. */
    private static byte[] overlappingZip(int entries) throws IOException {
        byte[] one =
                zip(
                        Map.of(
                                "w0000.npy",
                                npy(
                                        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
                                        8)));
        ByteBuffer buffer = ByteBuffer.wrap(one).order(ByteOrder.LITTLE_ENDIAN);
        int end = one.length - 22;
        int directory = buffer.getInt(end + 16);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(one, 0, directory);
        for (int i = 0; i < entries; i++) {
            byte[] entry = Arrays.copyOfRange(one, directory, end);
            byte[] name = ascii(String.format(Locale.ROOT, "w%04d.npy", i));
            System.arraycopy(name, 0, entry, 46, name.length);
            bytes.write(entry);
        }
        ByteBuffer last =
                ByteBuffer.wrap(Arrays.copyOfRange(one, end, one.length))
                        .order(ByteOrder.LITTLE_ENDIAN);
        last.putShort(8, (short) entries)
                .putShort(10, (short) entries)
                .putInt(12, bytes.size() - directory);
        bytes.write(last.array());
        return bytes.toByteArray();
    }

    private static byte[] npz(String header, int values) throws IOException {
        return zip(Map.of("w.npy", npy(header, values)));
    }

    private static byte[] npy(String header, int values) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        return join(
                bytes(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, text.length & 0xff, text.length >> 8),
                text,
                new byte[values]);
    }

    private static byte[] npyBomb(int megabytes) throws IOException {
        int size = megabytes << 20;
        String header =
                String.format(
                        Locale.ROOT,
                        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d,), }",
                        size / 4);
        return deflated("w.npy", npy(header, 0), size, Map.of());
    }

    private static byte[] storageBomb(int megabytes) throws IOException {
        int size = megabytes << 20;
        long[] view = {0, size / 4, 1, 1, 1};
        return deflated(
                "n/data/0", new byte[0], size, Map.of("n/data.pkl", tensorPickle(view, size / 4)));
    }

    private static byte[] pickleBomb(int megabytes) throws IOException {
        return deflated("n/data.pkl", bytes(0x80, 2), megabytes << 20, Map.of());
    }

    private static byte[] deflated(String name, byte[] start, int zeros, Map<String, byte[]> others)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : others.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
            zip.putNextEntry(new ZipEntry(name));
            zip.write(start);
            byte[] block = new byte[1 << 16];
            for (int left = zeros; left > 0; left -= block.length) {
                zip.write(block, 0, Math.min(left, block.length));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] torch(byte[] pickle, int values) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("n/data.pkl", pickle);
        entries.put("n/data/0", new byte[4 * values]);
        return zip(entries);
    }

    private static byte[] tensorPickle(long[] view, long storage) {
        return join(
                bytes(0x80, 2),
                ascii("}(X"),
                bytes(1, 0, 0, 0),
                ascii("w"),
                tensor(view, storage),
                ascii("u."));
    }

    /** The view's offset, rows, columns and strides. */
    private static byte[] tensor(long[] view, long storage) {
        return join(
                ascii("ctorch._utils\n_rebuild_tensor_v2\n(("),
                unicode("storage"),
                ascii("ctorch\nFloatStorage\n"),
                unicode("0"),
                unicode("cpu"),
                number(storage),
                ascii("tQ"),
                number(view[0]),
                number(view[1]),
                number(view[2]),
                bytes(0x86),
                number(view[3]),
                number(view[4]),
                bytes(0x86, 0x89),
                ascii("ccollections\nOrderedDict\n)RtR"));
    }

    private static byte[] manyViews(int tensors) throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(join(bytes(0x80, 2), ascii("}(")));
        for (int i = 0; i < tensors; i++) {
            pickle.write(join(unicode("w" + i), tensor(new long[] {0, 64, 1024, 0, 1}, 1024)));
        }
        pickle.write(ascii("u."));
        return torch(pickle.toByteArray(), 1024);
    }

    /** A module of two modules of two modules, each pair the same one. */
    private static byte[] laughs(int depth) {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(bytes(0x80, 2));
        pickle.writeBytes(ascii("c__torch__\nM\n)\u0081r\0\0\0\0"));
        for (int i = 1; i <= depth; i++) {
            byte[] below = join(ascii("j"), little(i - 1));
            pickle.writeBytes(join(ascii("0c__torch__\nM\n)\u0081r"), little(i), ascii("}(")));
            pickle.writeBytes(join(unicode("a"), below, unicode("b"), below, ascii("ub")));
        }
        pickle.writeBytes(ascii("."));
        return pickle.toByteArray();
    }

    /** A chain of containers of which the last holds the first. */
    private static byte[] cycle(String container, int length) {
        boolean module = container.length() > 1;
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(bytes(0x80, 2));
        for (int i = 0; i < length; i++) {
            pickle.writeBytes(join(latin(container), ascii("q"), bytes(i)));
        }
        for (int i = length - 1; i >= 0; i--) {
            byte[] next = join(ascii("h"), bytes((i + 1) % length));
            byte[] item = join(unicode("x"), next, ascii("s"));
            pickle.writeBytes(
                    join(
                            ascii("h"),
                            bytes(i),
                            module ? join(ascii("}"), item, ascii("b")) : item,
                            ascii("0")));
        }
        pickle.writeBytes(ascii("h\0."));
        return pickle.toByteArray();
    }

    private static byte[] nested(String nest, int depth) {
        boolean marks = nest.equals("(");
        String closing = marks ? "t".repeat(depth) : nest.equals("]") ? "a".repeat(depth - 1) : "";
        return join(bytes(0x80, 2), latin(nest.repeat(depth)), ascii(closing), ascii("."));
    }

    private static byte[] safetensors(String header, int values) {
        byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + values)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    /** As DJL writes a network of two layers. */
    private static byte[] djl() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeBytes("DJL@");
        out.writeInt(1);
        out.writeUTF("net");
        out.writeUTF("FLOAT32");
        out.writeInt(0);
        out.writeInt(0);
        for (int layer = 0; layer < 2; layer++) {
            out.writeByte(4);
            djlParameter(out, "weight", layer == 0 ? new long[] {2, 1, 2, 3} : new long[] {2, 3});
            djlParameter(out, "bias", 2);
        }
        return bytes.toByteArray();
    }

    private static void djlParameter(DataOutputStream out, String name, long... shape)
            throws IOException {
        out.writeChar('P');
        out.writeByte(1);
        out.writeUTF(name);
        out.writeUTF("NDAR");
        out.writeInt(3);
        out.writeByte(0);
        out.writeUTF("DENSE");
        out.writeUTF("FLOAT32");
        out.writeInt(shape.length);
        long size = 1;
        for (long dimension : shape) {
            out.writeLong(dimension);
            size *= dimension;
        }
        out.writeInt(0);
        out.writeByte('<');
        out.writeInt((int) size * Float.BYTES);
        out.write(new byte[(int) size * Float.BYTES]);
    }

    private static byte[] insert(byte[] bytes, int place, byte[] more) {
        return join(
                Arrays.copyOf(bytes, place), more, Arrays.copyOfRange(bytes, place, bytes.length));
    }

    private static byte[] unicode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return join(ascii("X"), little(bytes.length), bytes);
    }

    private static byte[] number(long value) {
        byte[] digits =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
        return join(bytes(0x8a, 8), digits);
    }

    private static byte[] little(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }

    private static byte[] ascii(String text) {
        return latin(text);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
