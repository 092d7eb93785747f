package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.config.DataConfig;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class DataNotesTest {

    private static final Preprocessing TINY =
            new Preprocessing(1, 2, 1, 0, List.of(0f), List.of(1f), PictureStyle.CONTAIN);

    private static ImageData pictures(int... pixels) {
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) pixels[i];
        }
        return new ImageData(bytes, new int[bytes.length / 2], 1, 2, 1, List.of("a"));
    }

    private static DataParts parts(ImageData train, ImageData validation, ImageData test) {
        return new DataParts(train, validation, test, train, TINY, List.of(), List.of());
    }

    @Test
    void saysNothingOfDataWithoutFault() {
        DataParts parts = parts(pictures(1, 2, 3, 4), pictures(5, 6), pictures(7, 8));

        assertThat(DataNotes.of(parts, 2)).isEmpty();
    }

    @Test
    void passesOnWhatTheDataSetSays() {
        ImageData some = pictures(1, 2);
        Dataset.Content content =
                new Dataset.Content(some, pictures(3, 4), TINY)
                        .noting(List.of("the array 'weights' is not used"))
                        .noting(List.of("3 lines have no label, and are left out"));
        DataParts parts = Partition.of(content, new DataConfig().whole(), 1);

        assertThat(DataNotes.of(parts, 1))
                .containsExactly(
                        "the array 'weights' is not used",
                        "3 lines have no label, and are left out");
        assertThat(DataAudit.of(parts).notes()).isEqualTo(parts.notes());
    }

    @Test
    void countsThePicturesThatAreInTwoParts() {
        DataParts parts =
                parts(
                        pictures(1, 2, 3, 4, 3, 4),
                        pictures(5, 6, 1, 2),
                        pictures(3, 4, 9, 9, 3, 4, 9, 9));

        assertThat(DataNotes.of(parts, 1))
                .containsExactly(
                        "1 of 2 validation pictures are among those to train on too, so that its figures are too good; picture 1 is also picture 0",
                        "2 of 4 test pictures are among those to train on too, so that its figures are too good; picture 0 is also picture 1");
    }

    @Test
    void saysThatThereAreFewerPicturesThanABatch() {
        DataParts parts = parts(pictures(1, 2, 3, 4), pictures(5, 6), pictures(7, 8));

        assertThat(DataNotes.of(parts, 3))
                .containsExactly(
                        "there are 2 pictures to train on, fewer than a batch of 3: each epoch is one step. Lower train.batch-size to have more.");
    }

    /** A pixel is the number of its picture, so that none is there twice. */
    private static ImageData labelled(int... labels) {
        byte[] pixels = new byte[labels.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (labels.length * 10 + i);
        }
        return new ImageData(pixels, labels, 1, 1, 1, List.of("cat", "dog", "emu", "fox"));
    }

    @Test
    void saysOfWhichClassesNothingIsLearnedOrKnown() {
        ImageData train = labelled(0, 0, 0, 0, 0, 0, 1, 2, 2);

        assertThat(DataNotes.of(parts(train, labelled(0, 2), labelled(0, 2, 0)), 1))
                .containsExactly(
                        "no picture to train on is of class fox, so that nothing is learned of it",
                        "there are hardly any pictures to train on of the classes dog (1), emu (2), so that little is learned of them",
                        "no picture for validation or for the test is of class dog, so that no figure speaks of it");
        assertThat(DataNotes.of(parts(train, labelled(1), labelled(0, 0)), 1))
                .contains(
                        "no picture for validation or for the test is of class emu, so that no figure speaks of it",
                        "no picture for validation is of class cat, so that its figures do not speak of it",
                        "no picture for the test is of class dog, so that its figures do not speak of it");
        assertThat(DataNotes.of(parts(train, train.first(0), labelled(0, 0)), 1))
                .contains(
                        "no picture for the test is of the classes dog, emu, so that its figures do not speak of them");
    }

    @Test
    void namesTenClassesAndCountsTheRest() {
        List<String> names = IntStream.range(0, 1013).mapToObj(i -> "c" + i).toList();
        ImageData train = new ImageData(new byte[1], new int[1], 1, 1, 1, names);

        assertThat(DataNotes.of(parts(train, train.first(0), train.first(0)), 1))
                .containsExactly(
                        "no picture to train on is of the classes c1, c2, c3, c4, c5, c6, c7, c8, c9, c10 and 1,002 more, so that nothing is learned of them");
    }

    @Test
    void saysFirstThatAPictureStandsUnderTwoClasses() {
        List<String> classes = List.of("cat", "dog", "emu");
        ImageData train =
                new ImageData(
                        new byte[] {5, 6, 5, 7, 6}, new int[] {0, 1, 1, 0, 1}, 1, 1, 1, classes);
        ImageData test = new ImageData(new byte[] {9, 6}, new int[] {1, 1}, 1, 1, 1, classes);
        DataParts one =
                new DataParts(
                        train,
                        train.first(0),
                        test,
                        train,
                        TINY,
                        List.of("x.png: damaged."),
                        List.of("1 file is odd"));

        assertThat(DataNotes.of(one, 1))
                .startsWith(
                        "1 picture stands under 2 classes, in 2 places: picture 0 (cat) and picture 2 (dog) are the same",
                        "1 unreadable picture is left out: x.png: damaged.",
                        "1 file is odd",
                        "1 of 2 test pictures are among those to train on too, so that its figures are too good; picture 1 is also picture 1");

        ImageData other =
                new ImageData(new byte[] {6, 5, 7}, new int[] {2, 2, 0}, 1, 1, 1, classes);
        assertThat(DataNotes.of(parts(train, other, test), 1))
                .startsWith(
                        "2 pictures stand under two classes or more, in 7 places in all; the first: picture 0 (cat) and picture 2 (dog) are the same");
    }

    @Test
    void tellsPicturesOfOneChecksumApart() {
        byte[] one = {0, 0, 0, 0, 0};
        byte[] other = {1, 0x03, (byte) 0x83, 0x6b, (byte) 0xf2}; // what 1 does, undone
        assertThat(checksum(other)).isEqualTo(checksum(one));

        assertThat(
                        SamePictures.in(
                                List.of(
                                        new ImageData(one, new int[1], 1, 5, 1, List.of("a")),
                                        new ImageData(other, new int[1], 1, 5, 1, List.of("a")))))
                .isEmpty();
    }

    private static long checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }
}
