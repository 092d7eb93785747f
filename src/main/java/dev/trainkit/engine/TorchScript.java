package dev.trainkit.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript module without weights, made from the source that lies beside this class: the way
 * to those of libtorch's functions that DJL has no call for. It lives as long as the process.
 */
final class TorchScript {

    /** A pickle of one object of the class {@code Functions}, its {@code training} true. */
    private static final String OBJECT =
            "\u0080\u0002c__torch__\nFunctions\n)\u0081}X\u0008\0\0\0training\u0088sb.";

    private static final String EMPTY_TUPLE = "\u0080\u0002).";

    private final PtSymbolBlock module;

    /**
     * @param resource its class as {@code code/__torch__.py} has it in an archive of TorchScript
     */
    TorchScript(String resource) {
        PtNDManager manager =
                (PtNDManager) Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        try (InputStream in = TorchScript.class.getResourceAsStream(resource)) {
            InputStream archive = new ByteArrayInputStream(archive(in.readAllBytes()));
            module = JniUtils.loadModule(manager, archive, false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a method, recording nothing; frees its arguments, and its result once it is read. */
    <T> T call(String method, Function<IValue, T> read, IValue... arguments) {
        try (IValue result = IValueUtils.runMethod(module, method, arguments)) {
            return read.apply(result);
        } finally {
            for (IValue argument : arguments) {
                argument.close();
            }
        }
    }

    /** Calls {@code forward}, recorded where this thread records. */
    NDArray forward(NDArray... arguments) {
        return IValueUtils.forward(module, new NDList(arguments), true).singletonOrThrow();
    }

    private static byte[] archive(byte[] code) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "data.pkl", OBJECT.getBytes(StandardCharsets.ISO_8859_1));
            store(zip, "code/__torch__.py", code);
            store(zip, "constants.pkl", EMPTY_TUPLE.getBytes(StandardCharsets.ISO_8859_1));
            store(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    /** libtorch reads entries that are not compressed, with their sizes ahead of the bytes. */
    private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry("functions/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
