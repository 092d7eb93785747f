package dev.trainkit.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Where the values of pictures are: in memory, or in files that are read when they are asked for.
 */
interface Pixels {

    /** The array that has the values of that picture, among others perhaps; not to be changed. */
    byte[] array(int picture);

    /** Where in its array they start. */
    int offset(int picture);

    /** Whether an array is at hand, so that nothing is gained by reading it ahead. */
    boolean areInMemory();

    /** All of them in one array, one picture after the other. */
    static Pixels in(byte[] all, int valuesPerImage) {
        return new InMemory(List.of(all), Integer.MAX_VALUE, valuesPerImage);
    }

    /** Read again whenever they are asked for, from any number of threads at once. */
    static Pixels from(IntFunction<byte[]> read) {
        return new OnDemand(read);
    }

    /** In as many arrays as it takes: one holds 2 GiB at the most. */
    record InMemory(List<byte[]> chunks, int picturesPerChunk, int valuesPerImage)
            implements Pixels {

        private static final int MOST_VALUES = 1 << 30;

        /** Room for so many pictures. */
        static InMemory of(int pictures, int valuesPerImage) {
            int perChunk = Math.max(1, MOST_VALUES / valuesPerImage);
            List<byte[]> chunks = new ArrayList<>();
            for (int first = 0; first < pictures; first += perChunk) {
                int held = Math.min(perChunk, pictures - first);
                chunks.add(new byte[Math.multiplyExact(held, valuesPerImage)]);
            }
            return new InMemory(List.copyOf(chunks), perChunk, valuesPerImage);
        }

        @Override
        public byte[] array(int picture) {
            return chunks.get(picture / picturesPerChunk);
        }

        @Override
        public int offset(int picture) {
            return picture % picturesPerChunk * valuesPerImage;
        }

        @Override
        public boolean areInMemory() {
            return true;
        }
    }

    /** From files. */
    record OnDemand(IntFunction<byte[]> read) implements Pixels {

        @Override
        public byte[] array(int picture) {
            return read.apply(picture);
        }

        @Override
        public int offset(int picture) {
            return 0;
        }

        @Override
        public boolean areInMemory() {
            return false;
        }
    }
}
