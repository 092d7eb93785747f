package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which people save pictures with NumPy. */
class NpzDatasetTest {

    /** Three pictures of two rows of two. */
    private static final byte[] PIXELS = {0, 51, 102, -103, -52, -1, 5, 6, 7, 8, 9, 10};

    private static final byte[] PICTURES = NpyBytes.of("|u1", "3, 2, 2", PIXELS);
    private static final byte[] LABELS = NpyBytes.of("|u1", "3,", (byte) 1, (byte) 0, (byte) 1);

    @TempDir private Path folder;

    private DataParts open(Path path, String... settings) {
        List<String> all = new ArrayList<>();
        all.add("data.name=npz");
        all.add("data.path='" + path + "'");
        all.add("data.test=1");
        all.add("data.validation=0");
        all.addAll(List.of(settings));
        return Datasets.open(RunConfig.of(all.toArray(String[]::new)).data(), 7);
    }

    private Path npz(Object... namesAndArrays) throws IOException {
        return NpyBytes.npz(folder.resolve("arrays.npz"), namesAndArrays);
    }

    private DataParts ofPictures(byte[] pictures, String... settings) throws IOException {
        return open(npz("x_train", pictures, "y_train", LABELS), settings);
    }

    private DataParts ofLabels(byte[] labels) throws IOException {
        return open(npz("x_train", PICTURES, "y_train", labels));
    }

    private static byte[] pixels(ImageData data) {
        byte[] all = new byte[data.size() * data.valuesPerImage()];
        for (int i = 0; i < data.size(); i++) {
            System.arraycopy(
                    data.image(i), 0, all, i * data.valuesPerImage(), all.length / data.size());
        }
        return all;
    }

    private static List<String> labels(ImageData data) {
        return IntStream.range(0, data.size())
                .mapToObj(i -> data.classes().get(data.label(i)))
                .toList();
    }

    private void assertRefused(String sentence, Object... namesAndArrays) throws IOException {
        Path file = npz(namesAndArrays);
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(sentence.replace("FILE", file.toString()));
    }

    private static byte[] eight(float... values) {
        return NpyBytes.of("2, 2, 2", values);
    }

    @Test
    void readsTruthsAsBlackAndWhite() throws IOException {
        DataParts parts = ofPictures(NpyBytes.of("|b1", "3, 1, 2", new byte[] {0, 1, 1, 0, 1, 1}));

        assertThat(pixels(parts.test())).containsExactly(0, -1, -1, 0, -1, -1);
        assertThat(parts.notes()).containsExactly("x_train: true was read as 255, full brightness");
    }

    @Test
    void readsNothingButZerosAndOnesAsBlackAndWhite() throws IOException {
        DataParts parts = ofPictures(NpyBytes.of("|u1", "3, 1, 2", new byte[] {0, 1, 1, 0, 1, 1}));

        assertThat(pixels(parts.test())).containsExactly(0, -1, -1, 0, -1, -1);
        assertThat(parts.notes())
                .containsExactly(
                        "x_train: there is no number above 1, so that 1 was read as 255, full brightness");
    }

    @Test
    void decidesForTheWholeDataSetWhatFullBrightnessIs() throws IOException {
        byte[] dark =
                NpyBytes.of("|u1", "3, 2, 2", new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        Path file = npz("x_train", PICTURES, "y_train", LABELS, "x_test", dark, "y_test", LABELS);

        DataParts parts = open(file);

        assertThat(parts.test().image(0)).containsExactly(1, 0, 0, 0);
        assertThat(parts.notes())
                .containsExactly(
                        "x_test: there is no number above 1, but others go up to 255, so that 1 was read as 1 of 255. Where it is full brightness, multiply by 255");
    }

    /** As Pillow reads numpy's {@code (x * 255).round()}; 0.2 is 51 and 0.6 is 153. */
    @Test
    void readsNumbersOfZeroToOne() throws IOException {
        DataParts parts = ofPictures(NpyBytes.of("3, 1, 2", 0, 0.2f, 0.6f, 1, 0.5f, 1 / 255f));

        assertThat(pixels(parts.test())).containsExactly(0, 51, -103, -1, -128, 1);
        assertThat(parts.notes())
                .containsExactly("x_train: numbers of 0 to 1 were read as 0 to 255");
    }

    /** 1.0, 0.5 and 0.2 in IEEE 754's half precision. */
    @Test
    void readsHalfPrecision() throws IOException {
        byte[] halves = {0, 0x3c, 0, 0x38, 0x66, 0x32};

        assertThat(pixels(ofPictures(NpyBytes.of("<f2", "3, 1, 1", halves)).test()))
                .containsExactly(-1, -128, 51);
    }

    @Test
    void readsNumbersOfZeroTo255InAnyType() throws IOException {
        assertThat(pixels(ofPictures(NpyBytes.of("3, 1, 1", 0, 200, 255)).test()))
                .containsExactly(0, -56, -1);
        assertThat(
                        pixels(
                                ofPictures(
                                                NpyBytes.of(
                                                        ">i2",
                                                        "3, 1, 1",
                                                        new byte[] {0, 0, 0, -56, 0, -1}))
                                        .test()))
                .containsExactly(0, -56, -1);
        DataParts rounded = ofPictures(NpyBytes.of("3, 1, 1", 0, 199.6f, 255));
        assertThat(pixels(rounded.test())).containsExactly(0, -56, -1);
        assertThat(rounded.notes())
                .containsExactly(
                        "x_train: fractions were rounded, for a pixel is a whole number of 0 to 255");
    }

    @Test
    void saysThatNoPictureIsBright() throws IOException {
        assertThat(ofPictures(NpyBytes.of("3, 1, 1", 0, 8, 16)).notes())
                .containsExactly(
                        "x_train: there is no number above 16, and 255 is full brightness. Where 16 is, scale the numbers to 0 to 255");
    }

    @Test
    void refusesNumbersThatAreNoBrightness() throws IOException {
        byte[] labels = NpyBytes.of("|u1", "2,", new byte[2]);
        assertRefused(
                "FILE: the numbers of x_train are of -1.5 to 2.25, and those of pictures are of 0 to 255, or of 0 to 1. Save the pictures as they were before they were normalised, or scale them.",
                "x_train",
                eight(-1.5f, 2.25f, 0, 0, 0, 0, 0, 0),
                "y_train",
                labels);
        assertRefused(
                "FILE: the numbers of x_train are of 0 to 1.25, and those of pictures are of 0 to 255, or of 0 to 1. Save the pictures as they were before they were normalised, or scale them.",
                "x_train",
                eight(0, 1.25f, 0, 0, 0, 0, 0, 0),
                "y_train",
                labels);
        assertRefused(
                "FILE: the numbers of x_train are of 0 to 4095, and those of pictures are of 0 to 255, or of 0 to 1. Save the pictures as they were before they were normalised, or scale them.",
                "x_train",
                NpyBytes.of("<u2", "1, 1, 2", new byte[] {0, 0, -1, 15}),
                "y_train",
                NpyBytes.of("|u1", "1,", new byte[1]));
        assertRefused(
                "FILE: a value of picture 1 of x_train is NaN, which is no brightness. Put a number there, or leave the picture out.",
                "x_train",
                eight(0, 0, 0, 0, 0, 0, Float.NaN, 0),
                "y_train",
                labels);
        assertRefused(
                "FILE: the numbers of x_test are of 0 to 0.5, but those of others go up to 255. Save all in one range.",
                "x_train",
                PICTURES,
                "y_train",
                LABELS,
                "x_test",
                eight(0, 0.5f, 0, 0, 0, 0, 0, 0),
                "y_test",
                labels);
    }

    /**
     * Pictures of red, green and blue planes, and the same with the channels of a pixel together.
     */
    @Test
    void readsChannelsFirst() throws IOException {
        byte[] planes = {1, 2, 11, 12, 21, 22, 3, 4, 13, 14, 23, 24, 5, 6, 15, 16, 25, 26};

        DataParts parts = ofPictures(NpyBytes.of("|u1", "3, 3, 1, 2", planes));

        assertThat(parts.test().image(0)).containsExactly(1, 11, 21, 2, 12, 22);
        assertThat(parts.test().image(2)).containsExactly(5, 15, 25, 6, 16, 26);
        assertThat(parts.notes())
                .contains(
                        "x_train: of its shape (3, 3, 1, 2) the second side was read as the channels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3, 2, 2, 1", "3, 1, 2, 2", "3, 4"})
    void readsGreyPicturesInAnyShape(String shape) throws IOException {
        ImageData pictures = ofPictures(NpyBytes.of("|u1", shape, PIXELS)).test();

        assertThat(pictures.sha256()).isEqualTo(ofPictures(PICTURES).test().sha256());
    }

    @Test
    void readsRowsInTheSizeThatIsAskedFor() throws IOException {
        ImageData pictures =
                ofPictures(NpyBytes.of("|u1", "3, 4", PIXELS), "data.image.size=4x1").test();

        assertThat(List.of(pictures.width(), pictures.height())).containsExactly(4, 1);
        Path file = npz("x_train", NpyBytes.of("|u1", "4, 3", PIXELS), "y_train", LABELS);
        assertThatThrownBy(() -> open(file))
                .hasMessage(
                        file
                                + ": x_train has 3 numbers for each picture, which are no picture of"
                                + " 2x2 with 1 channel. Set data.image.size and"
                                + " data.image.channels.");
    }

    /**
     * numpy.asfortranarray of PICTURES: picture by picture of the first pixel, then of the next.
     */
    @Test
    void readsFortransOrder() throws IOException {
        byte[] fortran = {0, -52, 7, 102, 5, 9, 51, -1, 8, -103, 6, 10};

        DataParts parts = ofPictures(NpyBytes.fortran("|u1", "3, 2, 2", fortran));

        assertThat(pixels(parts.test())).isEqualTo(PIXELS);
    }

    @Test
    void readsLabelsInAnyForm() throws IOException {
        assertThat(labels(ofLabels(NpyBytes.of("3,", 2, 0, 1)).test()))
                .containsExactly("2", "0", "1");
        assertThat(
                        labels(
                                ofLabels(NpyBytes.of(">i2", "3, 1", new byte[] {0, 2, 0, 0, 0, 1}))
                                        .test()))
                .containsExactly("2", "0", "1");
        assertThat(labels(ofLabels(NpyBytes.of("|b1", "3,", new byte[] {1, 0, 1})).test()))
                .containsExactly("1", "0", "1");
        assertThat(labels(ofLabels(NpyBytes.of(3, "cat", "猫", "cat")).test()))
                .containsExactly("cat", "猫", "cat");
        byte[] bytes = {'1', '0', '9', 0, '1', '0'}; // filled up with zeros
        ImageData asBytes = ofLabels(NpyBytes.of("|S2", "3,", bytes)).test();
        assertThat(asBytes.classes()).containsExactly("9", "10");
        assertThat(labels(asBytes)).containsExactly("10", "9", "10");
    }

    @Test
    void readsOneHotLabelsAndRefusesProbabilities() throws IOException {
        DataParts parts = ofLabels(NpyBytes.of("3, 4", 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0));

        assertThat(labels(parts.test())).containsExactly("2", "0", "1");
        assertThat(parts.notes())
                .containsExactly(
                        "no picture is of class 3, for which the network has an output all the same",
                        "y_train: rows of 4 numbers with one 1 were read as the classes 0 to 3");
        assertRefused(
                "FILE: row 1 of y_train, of shape (3, 2), is not one 1 among zeros, and a picture has one class. Save the class of each, y.argmax(axis=1) of probabilities. Correct the file.",
                "x_train",
                PICTURES,
                "y_train",
                NpyBytes.of("3, 2", 0, 1, 0.25f, 0.75f, 1, 0));
    }

    @Test
    void refusesLabelsThatNameNoClass() throws IOException {
        assertRefused(
                "FILE: label 1 in y_train is 0.5, but labels are whole numbers from 0 to 9999, or text. Correct the file.",
                "x_train",
                PICTURES,
                "y_train",
                NpyBytes.of("3,", 0, 0.5f, 1));
        assertRefused(
                "FILE: label 2 in y_train is NaN, but labels are whole numbers from 0 to 9999, or text. Correct the file.",
                "x_train",
                PICTURES,
                "y_train",
                NpyBytes.of("3,", 0, 1, Float.NaN));
        assertRefused(
                "FILE: label 1 in y_train is empty. Correct the file.",
                "x_train",
                PICTURES,
                "y_train",
                NpyBytes.of(3, "cat", "", "dog"));
        assertRefused(
                "FILE, y_train: these are objects of Python's, which only running their pickle would read. Save it as numbers, or as text with dtype=str.",
                "x_train",
                PICTURES,
                "y_train",
                NpyBytes.of("|O", "3,", new byte[9]));
    }

    @Test
    void takesTheNamesOfTheClassesFromAnArray() throws IOException {
        DataParts parts =
                open(
                        npz(
                                "X",
                                PICTURES,
                                "y",
                                LABELS,
                                "class_names",
                                NpyBytes.of(3, "cat", "dog", "eel", "owl")));

        assertThat(labels(parts.test())).containsExactly("dog", "cat", "dog");
        assertThat(parts.notes())
                .containsExactly(
                        "no picture is of the classes eel, owl, for which the network has outputs all the same");
        assertRefused(
                "FILE: a label is 1, but there are 1 names of classes, of which the first is that of 0. Correct the file.",
                "X",
                PICTURES,
                "y",
                LABELS,
                "classes",
                NpyBytes.of(3, "cat"));
    }

    @ParameterizedTest
    @CsvSource({
        "X_train, Y_train, X_val, Y_val",
        "trainX, trainY, validX, validY",
        "xtrain, ytrain, xvalid, yvalid",
        "train_set_x, train_set_y, dev_set_x, dev_set_y",
        "images, labels, val_images, val_labels"
    })
    void findsArraysByTheWordsInTheirNames(String x, String y, String otherX, String otherY)
            throws IOException {
        DataParts parts =
                open(
                        npz(y, LABELS, x, PICTURES, otherY, LABELS, otherX, PICTURES),
                        "data.test=0.3");

        assertThat(parts.validation().size()).isEqualTo(3);
        assertThat(parts.notes()).isEmpty();
    }

    @Test
    void findsPicturesAndLabelsByTheirShapes() throws IOException {
        assertThat(open(npz("arr_0", PICTURES, "arr_1", LABELS)).notes())
                .containsExactly(
                        "by their shapes, arr_0 was read as the pictures and arr_1 as their labels");
    }

    @Test
    void saysWhatIsNotUsed() throws IOException {
        DataParts parts =
                open(
                        npz(
                                "x_train", PICTURES,
                                "y_train", LABELS,
                                "x_test", PICTURES,
                                "file_names", NpyBytes.of(5, "a.png", "b.png", "c.png"),
                                "meta", NpyBytes.of("|O", "3,", new byte[9])));

        assertThat(parts.notes())
                .containsExactly(
                        "there are no labels for x_test, so that the file has no test part of its own",
                        "x_test, file_names, meta in "
                                + folder.resolve("arrays.npz")
                                + " are not used");
    }

    @Test
    void refusesAPartWithoutPictures() throws IOException {
        assertRefused(
                "FILE: x_train has no pictures, its shape is (0, 8, 8). Put some there, or leave the array out.",
                "x_train",
                NpyBytes.of("|u1", "0, 8, 8"),
                "y_train",
                NpyBytes.of("|u1", "0,"));
    }

    @Test
    void readsAFolderOfArraysAndSaysWhatOneArrayLacks() throws IOException {
        Path x = Files.write(folder.resolve("x_train.npy"), PICTURES);
        Files.write(folder.resolve("y_train.npy"), LABELS);

        assertThat(open(folder).test().sha256()).isEqualTo(ofPictures(PICTURES).test().sha256());
        assertThatThrownBy(() -> open(x))
                .hasMessage(
                        x
                                + " is one array, and pictures need their labels. Save both into one"
                                + " file, numpy.savez('data.npz', images=x, labels=y), or set"
                                + " data.path to the folder that has x_train.npy and y_train.npy.");
    }

    @Test
    void saysThatAFileIsNoArchive() throws IOException {
        Path text = Files.writeString(folder.resolve("t.npz"), "nothing of the kind");

        assertThatThrownBy(() -> open(text))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(text + ": the file is damaged (");
    }

    @Test
    void passesOverWhatIsNoArray() throws IOException {
        Path file = folder.resolve("more.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Object[] entry :
                    new Object[][] {
                        {"README.txt", "pictures".getBytes(StandardCharsets.US_ASCII)},
                        {"images.npy", PICTURES},
                        {"labels.npy", LABELS}
                    }) {
                zip.putNextEntry(new ZipEntry((String) entry[0]));
                zip.write((byte[]) entry[1]);
            }
        }

        assertThat(open(file).notes()).containsExactly("README.txt in " + file + " is not used");
    }
}
