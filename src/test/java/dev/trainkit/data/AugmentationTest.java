package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On 40 pictures of 8x8, padded by 2. */
class AugmentationTest {

    private static final int PICTURES = 40;
    private static final int SIDE = 12;
    private static final int[] ORDER = IntStream.range(0, PICTURES).toArray();

    private static ImageData pictures(int channels) {
        byte[] pixels = new byte[PICTURES * 64 * channels];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (31 * i + i / 64);
        }
        int[] labels = IntStream.range(0, PICTURES).map(i -> i % 3).toArray();
        return new ImageData(pixels, labels, 8, 8, channels, List.of("a", "b", "c"));
    }

    private static Preprocessing preprocessing(int channels, float mean, float std) {
        return new Preprocessing(
                8,
                8,
                channels,
                2,
                Collections.nCopies(channels, mean),
                Collections.nCopies(channels, std),
                PictureStyle.PLAIN);
    }

    private static Augmentation augmentation(Preprocessing preprocessing, String... settings) {
        String[] keys = Stream.of(settings).map(s -> "data.augment." + s).toArray(String[]::new);
        return new Augmentation(RunConfig.of(keys).data().augment(), preprocessing, 42);
    }

    /** All pictures, in batches of that size. */
    private static float[] gather(int channels, int epoch, int batchSize, String... settings) {
        Preprocessing preprocessing = preprocessing(channels, 0.4f, 0.3f);
        Batches batches =
                new Batches(
                        pictures(channels),
                        preprocessing,
                        batchSize,
                        augmentation(preprocessing, settings));
        float[] images = new float[0];
        try (NDManager manager = Engine.getInstance().newBaseManager()) {
            for (int i = 0; i < batches.count(); i++) {
                Batch batch = batches.get(manager, epoch, ORDER, i);
                images = joined(images, batch.images().singletonOrThrow().toFloatArray());
            }
        }
        return images;
    }

    private static float[] joined(float[] first, float[] second) {
        float[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static float[] plain(int channels) {
        return gather(channels, 1, PICTURES);
    }

    /** Each is on, and too weak for float32. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void leavesEveryBitWhereItChangesNextToNothing(int channels) {
        float[] changed =
                gather(channels, 1, PICTURES, "rotate=1e-300", "brightness=1e-300", "noise=1e-300");
        assertThat(changed).isEqualTo(plain(channels));
    }

    /** Each is changed in another way, in another epoch in another way again, by the seed alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "crop=3",
                "flip=both",
                "shift=0.2",
                "rotate=20",
                "scale=0.2",
                "shear=20",
                "elastic=20",
                "brightness=0.5",
                "contrast=0.5",
                "noise=0.1",
                "erase=1",
                "mixup=0.4",
                "cutmix=1",
                "saturation=0.5"
            })
    void changesPicturesByTheirPlaceAndTheirEpoch(String setting) {
        float[] first = gather(3, 1, PICTURES, setting);
        assertThat(first).isNotEqualTo(plain(3));
        assertThat(gather(3, 2, PICTURES, setting)).isNotEqualTo(first);
        assertThat(gather(3, 1, PICTURES, setting)).isEqualTo(first);
    }

    @Test
    void isTheSameInBatchesOfAnySize() {
        String[] settings = {"rotate=20", "elastic=20", "contrast=0.5", "noise=0.1", "erase=0.5"};
        assertThat(gather(3, 1, 7, settings)).isEqualTo(gather(3, 1, PICTURES, settings));
    }

    @Test
    void oneChangeLeavesWhatTheOthersDraw() {
        float[] shifted = gather(1, 1, PICTURES, "crop=2");
        float[] noisy = gather(1, 1, PICTURES, "crop=2", "noise=1e-7", "erase=1e-9");
        for (int i = 0; i < shifted.length; i++) {
            assertThat(noisy[i]).isCloseTo(shifted[i], within(1e-5f));
        }
    }

    /** Every window of a padded picture is cut out, and no other. */
    @Test
    void cropsWholePixelsInEveryWay() {
        Preprocessing preprocessing = preprocessing(1, 0, 1);
        Augmentation augmentation = augmentation(preprocessing, "crop=2");
        Set<Integer> places = new TreeSet<>();
        for (int place = 0; place < 1000; place++) {
            float[] picture = new float[SIDE * SIDE];
            picture[6 * SIDE + 6] = 1;
            augmentation.apply(picture, 1, place);
            places.add(IntStream.range(0, picture.length).filter(i -> picture[i] == 1).sum());
        }
        assertThat(places)
                .containsExactlyElementsOf(
                        IntStream.range(0, 25)
                                .map(i -> (4 + i / 5) * SIDE + 4 + i % 5)
                                .boxed()
                                .toList());
    }

    @Test
    void flipsEveryOtherPicture() {
        Augmentation augmentation = augmentation(preprocessing(1, 0, 1), "flip=horizontal");
        int flipped = 0;
        for (int place = 0; place < 10_000; place++) {
            float[] picture = new float[SIDE * SIDE];
            picture[1] = 1;
            augmentation.apply(picture, 1, place);
            assertThat(picture[1] + picture[SIDE - 2]).isEqualTo(1);
            flipped += (int) picture[SIDE - 2];
        }
        assertThat(flipped).isBetween(4800, 5200);
    }

    @Test
    void addsNoiseOfItsDeviationAndOfNoMean() {
        Augmentation augmentation = augmentation(preprocessing(1, 0.5f, 0.25f), "noise=0.1");
        double sum = 0;
        double squares = 0;
        int values = 0;
        for (int place = 0; place < 500; place++) {
            float[] picture = new float[SIDE * SIDE];
            Arrays.fill(picture, 0.5f);
            augmentation.apply(picture, 1, place);
            for (float value : picture) {
                sum += value;
                squares += value * value;
                values++;
            }
        }
        assertThat(sum / values).isCloseTo(0, within(0.005));
        assertThat(Math.sqrt(squares / values)).isCloseTo(0.1 / 0.25, within(0.005));
    }

    @Test
    void erasesToTheMeanAsOftenAsItSays() {
        Augmentation augmentation = augmentation(preprocessing(1, 0.5f, 0.25f), "erase=0.3");
        int erased = 0;
        for (int place = 0; place < 10_000; place++) {
            float[] picture = new float[SIDE * SIDE];
            Arrays.fill(picture, 1);
            augmentation.apply(picture, 1, place);
            boolean isErased = false;
            for (float value : picture) {
                assertThat(value == 2 || value == 0).isTrue();
                isErased |= value == 0;
            }
            erased += isErased ? 1 : 0;
        }
        assertThat(erased).isBetween(2800, 3200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixup=0.4", "cutmix=1", "mixup=0.2 cutmix=0.8"})
    void mixesLabelsInSharesThatAddUpToOne(String settings) {
        Preprocessing preprocessing = preprocessing(1, 0.4f, 0.3f);
        Batches batches =
                new Batches(
                        pictures(1),
                        preprocessing,
                        PICTURES,
                        augmentation(preprocessing, settings.split(" ")));
        try (NDManager manager = Engine.getInstance().newBaseManager();
                Batch batch = batches.get(manager, 1, ORDER, 0)) {
            assertThat(batch.size()).isEqualTo(PICTURES);
            assertThat(batch.labels().singletonOrThrow().getShape())
                    .isEqualTo(new Shape(PICTURES, 3));
            float[] shares = batch.labels().singletonOrThrow().toFloatArray();
            int mixed = 0;
            for (int i = 0; i < PICTURES; i++) {
                float[] row = Arrays.copyOfRange(shares, 3 * i, 3 * i + 3);
                assertThat(Math.min(row[0], Math.min(row[1], row[2]))).isNotNegative();
                assertThat(row[0] + row[1] + row[2]).isCloseTo(1, within(1e-6f));
                mixed += Arrays.equals(row, oneHot(i % 3)) ? 0 : 1;
            }
            assertThat(mixed).isGreaterThan(PICTURES / 4);
        }
    }

    private static float[] oneHot(int label) {
        float[] row = new float[3];
        row[label] = 1;
        return row;
    }

    /** A picture is as far between its two as its label: here all of class c are of value c. */
    @Test
    void mixesPicturesAsTheirLabels() {
        for (String setting : List.of("mixup=0.5", "cutmix=0.5")) {
            Preprocessing plain =
                    new Preprocessing(
                            8, 8, 1, 0, List.of(0f), List.of(1 / 255f), PictureStyle.PLAIN);
            byte[] pixels = new byte[PICTURES * 64];
            int[] labels = new int[PICTURES];
            for (int i = 0; i < PICTURES; i++) {
                labels[i] = i % 3;
                Arrays.fill(pixels, 64 * i, 64 * i + 64, (byte) labels[i]);
            }
            ImageData data = new ImageData(pixels, labels, 8, 8, 1, List.of("a", "b", "c"));
            Batches batches = new Batches(data, plain, PICTURES, augmentation(plain, setting));
            try (NDManager manager = Engine.getInstance().newBaseManager();
                    Batch batch = batches.get(manager, 1, ORDER, 0)) {
                float[] images = batch.images().singletonOrThrow().toFloatArray();
                float[] shares = batch.labels().singletonOrThrow().toFloatArray();
                for (int i = 0; i < PICTURES; i++) {
                    double mean = 0;
                    for (int p = 64 * i; p < 64 * i + 64; p++) {
                        mean += images[p] / 64;
                    }
                    double expected = shares[3 * i + 1] + 2 * shares[3 * i + 2];
                    assertThat(mean).as("%s, %d", setting, i).isCloseTo(expected, within(1e-4));
                }
            }
        }
    }

    @Test
    void refusesToChangeTheColoursOfGreyPictures() {
        assertThatThrownBy(() -> augmentation(preprocessing(1, 0, 1), "saturation=0.3"))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "data.augment.saturation is 0.3, but pictures of 1 channel have no colours."
                                + " Leave it out.");
    }
}
