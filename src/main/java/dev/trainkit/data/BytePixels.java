package dev.trainkit.data;

/** Pixels that are of one byte each already. */
final class BytePixels implements PixelNumbers {

    private final String name;
    private final byte[] bytes;

    /**
     * @param bytes not copied
     */
    BytePixels(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int size() {
        return bytes.length;
    }

    @Override
    public double at(int i) {
        return bytes[i] & 0xff;
    }

    @Override
    public String place(int i) {
        return "value " + i;
    }

    @Override
    public boolean areTruths() {
        return false;
    }
}
