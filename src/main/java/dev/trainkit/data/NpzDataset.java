package dev.trainkit.data;

import dev.trainkit.Quoted;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Arrays of pictures and labels in one file, as {@code numpy.savez} writes them, or in a folder of
 * {@code .npy} files: {@code images} and {@code labels}, {@code x_train} and {@code y_train}, or
 * {@code train_images} and {@code train_labels}, likewise for test and val.
 */
final class NpzDataset implements Dataset {

    @Override
    public String name() {
        return "npz";
    }

    @Override
    public Content read(DataConfig config, ReadingProgress progress) {
        try (NumpyArchive archive = NumpyArchive.open(path(config))) {
            return new Reading(archive, config).content();
        }
    }

    private static Path path(DataConfig config) {
        if (config.path() == null || !Files.exists(config.path())) {
            throw new TrainkitException(
                    "data.path is %s, but data.name npz needs an .npz file. Set data.path to one."
                            .formatted(DataConfig.inWords(config.path())));
        }
        return config.path();
    }

    /** The names of the two arrays of a part. */
    private record Pair(String pictures, String labels) {}

    /** One way through an archive. */
    private static final class Reading {

        private final NumpyArchive archive;
        private final DataConfig config;
        private final String source;
        private final List<String> notes = new ArrayList<>();
        private final Map<ArrayRole.Part, Pair> pairs = new EnumMap<>(ArrayRole.Part.class);

        Reading(NumpyArchive archive, DataConfig config) {
            this.archive = archive;
            this.config = config;
            source = config.path().toString();
        }

        Content content() {
            for (ArrayRole.Part part : ArrayRole.Part.values()) {
                pair(part).ifPresent(pair -> pairs.put(part, pair));
            }
            if (!pairs.containsKey(ArrayRole.Part.TRAIN)) {
                pairs.put(ArrayRole.Part.TRAIN, onlyPair().orElseThrow(this::lacks));
            }
            Map<ArrayRole.Part, NpyArray> pictures = new EnumMap<>(ArrayRole.Part.class);
            pairs.forEach((part, pair) -> pictures.put(part, archive.read(pair.pictures)));
            return content(pictures);
        }

        private Content content(Map<ArrayRole.Part, NpyArray> pictures) {
            Map<ArrayRole.Part, PictureShape> shapes = new EnumMap<>(ArrayRole.Part.class);
            pictures.forEach((part, array) -> shapes.put(part, shape(array)));
            Optional<String> names = names(shapes.get(ArrayRole.Part.TRAIN).count());
            NpzLabels labels = new NpzLabels(source, names.map(archive::read).orElse(null));
            Map<ArrayRole.Part, NpzLabels.Column> columns = new EnumMap<>(ArrayRole.Part.class);
            pairs.forEach(
                    (part, pair) ->
                            columns.put(
                                    part,
                                    labels.read(
                                            archive.read(pair.labels), shapes.get(part).count())));
            List<String> classes = labels.classes();
            PixelScale scale = PixelScale.of(source, List.copyOf(pictures.values()));
            Map<ArrayRole.Part, ImageData> parts = new EnumMap<>(ArrayRole.Part.class);
            shapes.forEach(
                    (part, shape) ->
                            parts.put(
                                    part,
                                    data(
                                            shape,
                                            scale.bytes(pictures.get(part)),
                                            labels.indexes(columns.get(part)),
                                            classes)));
            notes.addAll(scale.notes());
            notes.addAll(labels.notes());
            noteHalves();
            noteUnused(names);
            return ArrayContent.of(
                            parts.get(ArrayRole.Part.TRAIN),
                            parts.get(ArrayRole.Part.VALIDATION),
                            parts.get(ArrayRole.Part.TEST),
                            config)
                    .noting(notes);
        }

        private static ImageData data(
                PictureShape shape, byte[] pixels, int[] labels, List<String> classes) {
            return new ImageData(
                    shape.laidOut(pixels),
                    labels,
                    shape.height(),
                    shape.width(),
                    shape.channels(),
                    classes);
        }

        private Optional<Pair> pair(ArrayRole.Part part) {
            List<String> pictures = named(ArrayRole.Kind.PICTURES, part);
            List<String> labels = named(ArrayRole.Kind.LABELS, part);
            return pictures.isEmpty() || labels.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Pair(pictures.get(0), labels.get(0)));
        }

        private List<String> named(ArrayRole.Kind kind, ArrayRole.Part part) {
            return ArrayRole.named(archive.names(), kind, part);
        }

        /** By their shapes, where one array alone can be pictures and one their labels. */
        private Optional<Pair> onlyPair() {
            List<String> pictures = withSides(3, 4);
            if (pictures.size() != 1) {
                return Optional.empty();
            }
            long count = archive.headers().get(pictures.get(0)).shape().get(0);
            List<String> labels =
                    withSides(1, 2).stream()
                            .filter(name -> archive.headers().get(name).shape().get(0) == count)
                            .toList();
            if (labels.size() != 1) {
                return Optional.empty();
            }
            notes.add(
                    "by their shapes, %s was read as the pictures and %s as their labels"
                            .formatted(Quoted.of(pictures.get(0)), Quoted.of(labels.get(0))));
            return Optional.of(new Pair(pictures.get(0), labels.get(0)));
        }

        private List<String> withSides(int least, int most) {
            return archive.headers().entrySet().stream()
                    .filter(array -> array.getValue().shape().size() >= least)
                    .filter(array -> array.getValue().shape().size() <= most)
                    .map(Map.Entry::getKey)
                    .toList();
        }

        private TrainkitException lacks() {
            return new TrainkitException(
                    "%s has the arrays %s, but none of pictures to train on with their labels. Name them images and labels, or x_train and y_train."
                            .formatted(source, archive.names().stream().map(Quoted::of).toList()));
        }

        private PictureShape shape(NpyArray array) {
            PictureShape shape = PictureShape.of(source, array, config.image());
            if (array.size() == 0) {
                throw new TrainkitException(
                        "%s: %s has no pictures, its shape is %s. Put some there, or leave the array out."
                                .formatted(source, array.name(), array.shapeText()));
            }
            if (array.isText()) {
                throw new TrainkitException(
                        "%s: %s is text, and pictures are numbers. Save them as uint8."
                                .formatted(source, array.name()));
            }
            if (shape.areChannelsFirst() && shape.channels() > 1) {
                notes.add(
                        "%s: of its shape %s the second side was read as the channels"
                                .formatted(array.name(), array.shapeText()));
            }
            return shape;
        }

        /** As many names as pictures are those of the pictures. */
        private Optional<String> names(int pictures) {
            return named(ArrayRole.Kind.NAMES, null).stream()
                    .filter(name -> archive.headers().containsKey(name))
                    .filter(name -> archive.headers().get(name).isText())
                    .filter(name -> archive.headers().get(name).shape().size() == 1)
                    .filter(name -> archive.headers().get(name).shape().get(0) != pictures)
                    .findFirst();
        }

        /** A part of which the file has pictures or labels alone. */
        private void noteHalves() {
            for (ArrayRole.Part part : ArrayRole.Part.values()) {
                if (!pairs.containsKey(part)) {
                    noteHalf(part, ArrayRole.Kind.PICTURES, "labels");
                    noteHalf(part, ArrayRole.Kind.LABELS, "pictures");
                }
            }
        }

        private void noteHalf(ArrayRole.Part part, ArrayRole.Kind kind, String other) {
            named(kind, part).stream()
                    .findFirst()
                    .map(
                            name ->
                                    "there are no %s for %s, so that the file has no %s part of its own"
                                            .formatted(other, Quoted.of(name), part.word()))
                    .ifPresent(notes::add);
        }

        private void noteUnused(Optional<String> names) {
            List<String> unused = new ArrayList<>(archive.names());
            pairs.values().forEach(pair -> unused.removeAll(List.of(pair.pictures, pair.labels)));
            names.ifPresent(unused::remove);
            if (!unused.isEmpty()) {
                notes.add(
                        String.format(
                                Locale.ROOT,
                                "%s in %s %s not used",
                                unused.stream().map(Quoted::of).collect(Collectors.joining(", ")),
                                source,
                                unused.size() == 1 ? "is" : "are"));
            }
        }
    }
}
