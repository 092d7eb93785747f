package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * MNIST, or a data set in its form.
 *
 * @param torchvision what torchvision calls it
 * @param djl what DJL's repository calls it
 * @param shipped looked into first; its files must have the digests
 * @param sha256 of the uncompressed content of each shipped file
 * @param installed looked into next, in this order
 * @param debian the package that puts the files there, if any
 */
record IdxDataset(
        String name,
        List<String> classes,
        Preprocessing preprocessing,
        String torchvision,
        DjlRepository djl,
        Optional<Path> shipped,
        Map<String, String> sha256,
        List<Path> installed,
        Optional<String> debian)
        implements Dataset {

    static IdxDataset mnist() {
        return new IdxDataset(
                "mnist",
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                grey28(0.1307f, 0.3081f, PictureStyle.DIGIT),
                "MNIST",
                new DjlRepository("mnist"),
                ShippedData.folder("mnist"),
                Map.of(
                        IdxFolder.TRAIN_IMAGES,
                        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                        IdxFolder.TRAIN_LABELS,
                        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                        IdxFolder.TEST_IMAGES,
                        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                        IdxFolder.TEST_LABELS,
                        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
                List.of(),
                Optional.empty());
    }

    static IdxDataset fashionMnist() {
        return new IdxDataset(
                "fashion-mnist",
                List.of(
                        "T-shirt/top",
                        "Trouser",
                        "Pullover",
                        "Dress",
                        "Coat",
                        "Sandal",
                        "Shirt",
                        "Sneaker",
                        "Bag",
                        "Ankle boot"),
                grey28(0.2860f, 0.3530f, PictureStyle.PLAIN),
                "FashionMNIST",
                new DjlRepository("fashmnist"),
                Optional.empty(),
                Map.of(),
                List.of(Path.of("/usr/share/datasets/fashion-mnist")),
                Optional.of("dataset-fashion-mnist"));
    }

    /** Padded to 32x32, as LeNet takes it; mean and deviation are those of the training pixels. */
    private static Preprocessing grey28(float mean, float std, PictureStyle pictures) {
        return new Preprocessing(28, 28, 1, 2, List.of(mean), List.of(std), pictures);
    }

    @Override
    public Content read(DataConfig config, ReadingProgress progress) {
        return read(config.path());
    }

    @Override
    public Datasets.Format format(DataConfig config) {
        return new Datasets.Format(
                config.path() == null ? preprocessing : read(config.path()).preprocessing(),
                classes);
    }

    @Override
    public Optional<Datasets.Location> location() {
        return Optional.of(new Datasets.Location(name, found(), advice()));
    }

    /**
     * @param path null to look in the usual places
     */
    Content read(Path path) {
        if (path != null) {
            return read(IdxFolder.at(path, torchvision), Map.of());
        }
        Optional<Path> folder = found();
        if (folder.isEmpty()) {
            return read(new IdxFolder(fetch()), Map.of());
        }
        return read(new IdxFolder(folder.get()), folder.equals(shipped) ? sha256 : Map.of());
    }

    /** The folder that would be read without {@code data.path} and without a network. */
    Optional<Path> found() {
        if (shipped.isPresent()) {
            return shipped;
        }
        return Stream.concat(installed.stream(), Stream.of(djl.cache()))
                .filter(folder -> new IdxFolder(folder).hasAll())
                .findFirst();
    }

    /** Where it is looked for, for people. */
    private String places() {
        return Stream.concat(installed.stream(), Stream.of(djl.cache()))
                .map(Path::toString)
                .collect(Collectors.joining(" or "));
    }

    private Path fetch() {
        try {
            return djl.fetch();
        } catch (TrainkitException e) {
            throw new TrainkitException(
                    "The data set '%s' was not found in %s, and could not be fetched: %s %s"
                            .formatted(name, places(), e.getMessage(), advice()),
                    e);
        }
    }

    /** What to do to have it. */
    String advice() {
        return debian.map(
                                name ->
                                        "On Debian and Ubuntu, apt-get install "
                                                + name
                                                + "; elsewhere, set")
                        .orElse("Set")
                + " data.path to the folder that has its four IDX files.";
    }

    private Content read(IdxFolder folder, Map<String, String> digests) {
        Pair ofTrain = pair(folder, IdxFolder.TRAIN_IMAGES, IdxFolder.TRAIN_LABELS, digests);
        Pair ofTest = pair(folder, IdxFolder.TEST_IMAGES, IdxFolder.TEST_LABELS, digests);
        BytePixels trainPixels = new BytePixels("the training pictures", ofTrain.images.values());
        BytePixels testPixels = new BytePixels("the test pictures", ofTest.images.values());
        PixelScale scale =
                PixelScale.of(folder.folder().toString(), List.of(trainPixels, testPixels));
        ImageData train = pictures(ofTrain, scale.bytes(trainPixels));
        ImageData test = pictures(ofTest, scale.bytes(testPixels));
        requireSameSize(folder, train, test);
        return new Content(train, test, sized(train.height(), train.width()))
                .noting(scale.notes())
                .noting(ClassNotes.of(train, test));
    }

    private ImageData pictures(Pair pair, byte[] pixels) {
        return new ImageData(
                pixels, pair.labels, pair.images.height(), pair.images.width(), 1, classes);
    }

    /** What two files say that belong together. */
    private static final class Pair {

        private final IdxFile.Content images;
        private final int[] labels;

        Pair(IdxFile.Content images, int[] labels) {
            this.images = images;
            this.labels = labels;
        }
    }

    private Pair pair(
            IdxFolder folder, String imageName, String labelName, Map<String, String> digests) {
        IdxFile imageFile = folder.file(imageName);
        IdxFile labelFile = folder.file(labelName);
        IdxFile.Content images = imageFile.images(digests.get(imageName));
        int[] labels = labelFile.labels(classes.size(), digests.get(labelName));
        if (images.count() != labels.length) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "%s has %d images, but %s has %d labels. Put files there that belong together.",
                            imageFile,
                            images.count(),
                            labelFile,
                            labels.length));
        }
        return new Pair(images, labels);
    }

    private static void requireSameSize(IdxFolder folder, ImageData train, ImageData test) {
        if (train.height() != test.height() || train.width() != test.width()) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "%s has training pictures of %dx%d, but test pictures of %dx%d. Put files there that belong together.",
                            folder.folder(),
                            train.height(),
                            train.width(),
                            test.height(),
                            test.width()));
        }
    }

    private Preprocessing sized(int height, int width) {
        return new Preprocessing(
                height,
                width,
                preprocessing.channels(),
                preprocessing.padding(),
                preprocessing.mean(),
                preprocessing.std(),
                preprocessing.pictures());
    }
}
