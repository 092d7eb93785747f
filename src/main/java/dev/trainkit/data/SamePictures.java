package dev.trainkit.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * Finds pictures of the same pixels, wherever they are. By a checksum first, and pictures of the
 * same checksum by every pixel.
 */
final class SamePictures {

    /**
     * A picture of a part.
     *
     * @param number of all, in the order of the parts and in theirs
     */
    record Place(int number, ImageData part, int picture) {

        boolean isSameAs(Place other) {
            int from = part.offset(picture);
            int otherFrom = other.part.offset(other.picture);
            return Arrays.equals(
                    part.array(picture),
                    from,
                    from + part.valuesPerImage(),
                    other.part.array(other.picture),
                    otherFrom,
                    otherFrom + part.valuesPerImage());
        }

        int label() {
            return part.label(picture);
        }

        String className() {
            return part.classes().get(label());
        }

        /** Where it lies. */
        String name() {
            return part.place(picture);
        }
    }

    private final List<Place> places = new ArrayList<>();

    private SamePictures(List<ImageData> parts) {
        for (ImageData part : parts) {
            for (int i = 0; i < part.size(); i++) {
                places.add(new Place(places.size(), part, i));
            }
        }
    }

    /** Each set of two or more that are the same, in the order of the parts and in theirs. */
    static List<List<Place>> in(List<ImageData> parts) {
        return new SamePictures(parts).groups();
    }

    private List<List<Place>> groups() {
        long[] sorted = // by checksum, then by place
                IntStream.range(0, places.size())
                        .parallel()
                        .mapToLong(i -> checksum(places.get(i)) << 32 | i)
                        .sorted()
                        .toArray();
        List<List<Place>> groups = new ArrayList<>();
        for (int from = 0; from < sorted.length; ) {
            int to = from + 1;
            while (to < sorted.length && sorted[to] >> 32 == sorted[from] >> 32) {
                to++;
            }
            if (to - from > 1) {
                addSame(Arrays.copyOfRange(sorted, from, to), groups);
            }
            from = to;
        }
        groups.sort(Comparator.comparingInt(group -> group.get(0).number()));
        return groups;
    }

    /** Of those with one checksum. */
    private void addSame(long[] sorted, List<List<Place>> groups) {
        List<List<Place>> alike = new ArrayList<>();
        for (long entry : sorted) {
            Place place = places.get((int) entry);
            alike.stream()
                    .filter(group -> group.get(0).isSameAs(place))
                    .findFirst()
                    .orElseGet(
                            () -> {
                                alike.add(new ArrayList<>());
                                return alike.get(alike.size() - 1);
                            })
                    .add(place);
        }
        alike.stream().filter(group -> group.size() > 1).forEach(groups::add);
    }

    private static long checksum(Place place) {
        CRC32C crc = new CRC32C();
        crc.update(
                place.part.array(place.picture),
                place.part.offset(place.picture),
                place.part.valuesPerImage());
        return crc.getValue();
    }
}
