package dev.trainkit.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of a table as numbers of pictures: of a byte each as long as all of them are. */
final class PixelRows implements PixelNumbers {

    private final List<byte[]> ofBytes = new ArrayList<>(); // null where a row is not of bytes
    private final List<float[]> ofNumbers = new ArrayList<>(); // null where it is
    private final List<Integer> lines = new ArrayList<>();
    private final int values;
    private byte[] joined;

    /**
     * @param values of each row
     */
    PixelRows(int values) {
        this.values = values;
    }

    void add(int line, double[] row) {
        byte[] bytes = bytes(row);
        float[] numbers = null;
        if (bytes == null) {
            numbers = new float[row.length];
            for (int i = 0; i < row.length; i++) {
                numbers[i] = (float) row[i];
            }
        }
        ofBytes.add(bytes);
        ofNumbers.add(numbers);
        lines.add(line);
    }

    private static byte[] bytes(double[] row) {
        byte[] bytes = new byte[row.length];
        for (int i = 0; i < row.length; i++) {
            if (!(row[i] >= 0 && row[i] <= 255) || row[i] != Math.rint(row[i])) {
                return null;
            }
            bytes[i] = (byte) (int) row[i];
        }
        return bytes;
    }

    /** Of each row. */
    int values() {
        return values;
    }

    private int rows() {
        return lines.size();
    }

    @Override
    public String name() {
        return "the table";
    }

    @Override
    public int size() {
        return Math.multiplyExact(values, rows());
    }

    @Override
    public double at(int i) {
        byte[] bytes = ofBytes.get(i / values);
        return bytes == null ? ofNumbers.get(i / values)[i % values] : bytes[i % values] & 0xff;
    }

    @Override
    public String place(int i) {
        return String.format(Locale.ROOT, "a value in line %d", lines.get(i / values));
    }

    @Override
    public boolean areTruths() {
        return false;
    }

    @Override
    public byte[] bytes() {
        if (ofBytes.contains(null)) {
            return null;
        }
        if (joined == null) {
            joined = new byte[size()];
            for (int i = 0; i < rows(); i++) {
                System.arraycopy(ofBytes.get(i), 0, joined, i * values, values);
            }
        }
        return joined;
    }
}
