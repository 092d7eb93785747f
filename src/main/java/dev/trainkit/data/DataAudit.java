package dev.trainkit.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What there is to know about data before anything is trained on them.
 *
 * @param height of the pictures as a network sees them, padding left out
 * @param width of the pictures as a network sees them, padding left out
 * @param mean of each channel over the training pictures, as shares of 255
 * @param std the standard deviation of each channel over them
 * @param parts train, validation and test
 * @param same sets of pictures that have the same pixels
 * @param unreadable what is wrong with each picture that cannot be read
 * @param notes what there is to say of how the data were read; left out of JSON where there is
 *     nothing
 */
public record DataAudit(
        int height,
        int width,
        int channels,
        List<Float> mean,
        List<Float> std,
        List<Part> parts,
        List<Same> same,
        List<String> unreadable,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes) {

    /**
     * A part of the data.
     *
     * @param pictures how many
     * @param classes how many of each class, those that it has none of included
     */
    public record Part(String name, int pictures, Map<String, Integer> classes) {

        static Part of(String name, ImageData data) {
            int[] counts = data.countsOfClasses();
            Map<String, Integer> classes = new LinkedHashMap<>();
            for (int c = 0; c < counts.length; c++) {
                classes.put(data.classes().get(c), counts[c]);
            }
            return new Part(name, data.size(), classes);
        }

        /** The classes that it has no picture of; none where it has no pictures at all. */
        public List<String> missing() {
            return pictures == 0
                    ? List.of()
                    : classes.entrySet().stream()
                            .filter(of -> of.getValue() == 0)
                            .map(Map.Entry::getKey)
                            .toList();
        }
    }

    /**
     * Pictures that have the same pixels.
     *
     * @param parts the part of each, in the order of the names
     * @param names what people call each
     * @param classes what each is said to show
     */
    public record Same(List<String> parts, List<String> names, List<String> classes) {

        /** Whether more than one part has the picture. */
        public boolean isInSeveralParts() {
            return parts.stream().distinct().count() > 1;
        }

        /** Whether it is said to show different things. */
        public boolean isContradictory() {
            return classes.stream().distinct().count() > 1;
        }
    }

    /** Of all pictures of the three parts. */
    public static DataAudit of(DataParts data) {
        Map<ImageData, String> names = new LinkedHashMap<>();
        names.put(data.train(), "train");
        names.put(data.validation(), "validation");
        names.put(data.test(), "test");
        List<Part> parts = new ArrayList<>();
        names.forEach((part, name) -> parts.add(Part.of(name, part)));
        PixelStatistics statistics = PixelStatistics.of(data.train());
        return new DataAudit(
                data.train().height(),
                data.train().width(),
                data.train().channels(),
                statistics.mean(),
                statistics.std(),
                List.copyOf(parts),
                SamePictures.in(List.copyOf(names.keySet())).stream()
                        .map(group -> same(group, names))
                        .toList(),
                data.unreadable(),
                data.notes());
    }

    private static Same same(List<SamePictures.Place> group, Map<ImageData, String> names) {
        return new Same(
                group.stream().map(place -> names.get(place.part())).toList(),
                group.stream().map(SamePictures.Place::name).toList(),
                group.stream().map(SamePictures.Place::className).toList());
    }
}
