package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.config.DataConfig;
import java.util.List;
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
                new Dataset.Content(some, some.first(0), TINY)
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
