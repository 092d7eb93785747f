package dev.trainkit.report;

import dev.trainkit.TrainkitException;
import dev.trainkit.store.Reasons;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.zip.CRC32C;

/**
 * A file of TensorFlow's events, each framed as a TFRecord: its length, a checksum of the length,
 * the event, a checksum of the event. The checksums are masked CRC-32C, as TensorFlow's record
 * format has them.
 */
final class EventFile implements AutoCloseable {

    private static final int MASK = 0xa282ead8;

    private final Path file;
    private final OutputStream out;
    private final DoubleSupplier wallTime;

    private EventFile(Path file, OutputStream out, DoubleSupplier wallTime) {
        this.file = file;
        this.out = out;
        this.wallTime = wallTime;
    }

    /**
     * Starts a file of its own in the folder, beside those of the run's earlier parts.
     *
     * @param wallTime seconds since 1970
     * @throws TrainkitException when it cannot be written
     */
    static EventFile create(Path folder, DoubleSupplier wallTime) {
        try {
            Files.createDirectories(folder);
            Path file = freeName(folder, (long) wallTime.getAsDouble());
            OutputStream out =
                    new BufferedOutputStream(
                            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
            EventFile events = new EventFile(file, out, wallTime);
            events.write(events.event(0).text(3, "brain.Event:2"));
            return events;
        } catch (IOException e) {
            throw lost(folder, e);
        }
    }

    /** TensorBoard reads every file whose name has tfevents in it, in the order of the names. */
    private static Path freeName(Path folder, long seconds) {
        int number = 0;
        Path file;
        do {
            file =
                    folder.resolve(
                            String.format(
                                    Locale.ROOT,
                                    "events.out.tfevents.%010d.trainkit.%d",
                                    seconds,
                                    number++));
        } while (Files.exists(file));
        return file;
    }

    /** Appends one value of a step. */
    void add(long step, ProtoMessage value) {
        write(event(step).message(5, new ProtoMessage().message(1, value)));
    }

    /** What was written for this step and later ones, by a run that was cut off, is void. */
    void restartAt(long step) {
        write(event(step).message(7, new ProtoMessage().whole(1, 1)));
    }

    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw lost(file, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw lost(file, e);
        }
    }

    private ProtoMessage event(long step) {
        return new ProtoMessage().number(1, wallTime.getAsDouble()).whole(2, step);
    }

    private void write(ProtoMessage event) {
        byte[] content = event.toBytes();
        ByteBuffer record = ByteBuffer.allocate(content.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(content.length);
        record.putInt(maskedChecksum(record.array(), 8));
        record.put(content);
        record.putInt(maskedChecksum(content, content.length));
        try {
            out.write(record.array());
        } catch (IOException e) {
            throw lost(file, e);
        }
    }

    private static int maskedChecksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        int value = (int) checksum.getValue();
        return Integer.rotateRight(value, 15) + MASK;
    }

    private static TrainkitException lost(Path file, IOException e) {
        return new TrainkitException(
                ("TensorBoard's events could not be written to %s: %s. Check the directory and the"
                                + " free space and resume the run, or turn them off with --set"
                                + " report.tensorboard=false.")
                        .formatted(file, Reasons.of(e)),
                e);
    }
}
