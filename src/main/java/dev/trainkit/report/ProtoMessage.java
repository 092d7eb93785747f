package dev.trainkit.report;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A protocol-buffer message, written field by field; the fields' numbers are its format. */
final class ProtoMessage {

    private interface Field {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    ProtoMessage text(int field, String value) {
        return write(to -> to.writeString(field, value));
    }

    ProtoMessage whole(int field, long value) {
        return write(to -> to.writeInt64(field, value));
    }

    ProtoMessage truth(int field, boolean value) {
        return write(to -> to.writeBool(field, value));
    }

    ProtoMessage single(int field, float value) {
        return write(to -> to.writeFloat(field, value));
    }

    ProtoMessage number(int field, double value) {
        return write(to -> to.writeDouble(field, value));
    }

    ProtoMessage bytes(int field, byte[] value) {
        return write(to -> to.writeByteArray(field, value));
    }

    ProtoMessage message(int field, ProtoMessage value) {
        return bytes(field, value.toBytes());
    }

    /** A repeated field of numbers, in the packed form. */
    ProtoMessage numbers(int field, double[] values) {
        ProtoMessage packed = new ProtoMessage();
        for (double value : values) {
            packed.write(to -> to.writeDoubleNoTag(value));
        }
        return message(field, packed);
    }

    byte[] toBytes() {
        write(CodedOutputStream::flush);
        return bytes.toByteArray();
    }

    private ProtoMessage write(Field field) {
        try {
            field.writeTo(out);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
    }
}
