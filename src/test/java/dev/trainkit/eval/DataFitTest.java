package dev.trainkit.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import dev.trainkit.data.DataParts;
import dev.trainkit.data.ImageData;
import dev.trainkit.data.PictureStyle;
import dev.trainkit.data.Preprocessing;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DataFitTest {

    private static final Preprocessing GREY = preprocessing(1);
    private static final DataFit FIT =
            new DataFit(GREY, List.of("1", "10", "2", "caf\u00e9"), "the model in m");

    private static Preprocessing preprocessing(int channels) {
        return new Preprocessing(
                2,
                2,
                channels,
                0,
                Collections.nCopies(channels, 0f),
                Collections.nCopies(channels, 1f),
                PictureStyle.CONTAIN);
    }

    /** Of 2x2 pixels, whose values are the picture's number. */
    private static ImageData data(List<String> classes, int... labels) {
        byte[] pixels = new byte[4 * labels.length];
        IntStream.range(0, pixels.length).forEach(i -> pixels[i] = (byte) (i / 4));
        return new ImageData(pixels, labels, 2, 2, 1, classes);
    }

    private static int[] labels(ImageData data) {
        return IntStream.range(0, data.size()).map(data::label).toArray();
    }

    private static DataParts own(ImageData all) {
        return new DataParts(all, all.first(0), all, all, GREY, List.of(), List.of());
    }

    private static void assertRefused(ImageData data, String sentence) {
        assertThatThrownBy(() -> FIT.other(data, "csv"))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(sentence);
    }

    @Test
    void findsClassesInAnotherOrderByTheirNames() {
        ImageData fit = FIT.other(data(List.of("1", "2", "10", "caf\u00e9"), 0, 1, 2, 3, 1), "csv");

        assertThat(fit.classes()).containsExactly("1", "10", "2", "caf\u00e9");
        assertThat(labels(fit)).containsExactly(0, 2, 1, 3, 2);
        assertThat(fit.image(3)).containsOnly(3);
    }

    @Test
    void takesSomeOfTheClassesAndASingleOne() {
        assertThat(labels(FIT.other(data(List.of("10", "2"), 1, 0), "csv"))).containsExactly(2, 1);
        assertThat(labels(FIT.other(data(List.of("2"), 0, 0), "csv"))).containsExactly(2, 2);
    }

    @Test
    void findsANameThatUnicodeSpellsAnotherWay() {
        assertThat(labels(FIT.other(data(List.of("cafe\u0301"), 0), "csv"))).containsExactly(3);
    }

    @Test
    void leavesLabelsOfTheSameClassesAsTheyAre() {
        ImageData same = data(FIT.classes(), 3, 0);

        assertThat(FIT.other(same, "csv")).isSameAs(same);
    }

    @Test
    void listsTheClassesThatTheModelDoesNotKnow() {
        assertRefused(
                data(List.of("1", "3", "cat"), 0, 1, 2, 2),
                "csv has pictures of the classes 3, cat, but the model in m knows the classes 1, 10, 2, caf\u00e9 alone. Leave the others out, or name the classes as the model does.");
        assertRefused(
                data(List.of("01"), 0),
                "csv has pictures of class 01, but the model in m knows the classes 1, 10, 2, caf\u00e9 alone. Leave the others out, or name the classes as the model does.");
    }

    @Test
    void takesDataThatListAClassOfWhichTheyHaveNoPicture() {
        ImageData all = data(List.of("3", "2", "1"), 1, 0, 2);

        assertThat(labels(FIT.other(all.select(new int[] {0, 2}), "csv"))).containsExactly(2, 0);
    }

    @Test
    void saysWhichPicturesAreTaken() {
        assertThatThrownBy(
                        () ->
                                new DataFit(preprocessing(3), List.of("1", "2"), "the model in m")
                                        .other(data(List.of("1", "2"), 0, 1), "csv"))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "csv has pictures of 2x2 in 1 channel, but the model in m takes pictures of 2x2 in 3 channels. Name data of such pictures.");
    }

    @Test
    void takesTheRunsOwnDataInAnotherOrder() {
        DataParts fit = FIT.own(own(data(List.of("10", "1", "2", "caf\u00e9"), 0, 1, 2, 3)), "csv");

        assertThat(labels(fit.train())).containsExactly(1, 0, 2, 3);
        assertThat(labels(fit.test())).containsExactly(1, 0, 2, 3);
        assertThat(labels(fit.source())).containsExactly(1, 0, 2, 3);
        assertThat(fit.validation().classes()).isEqualTo(FIT.classes());
    }

    /** What is drawn for the test would be other pictures than in the run, and trained on. */
    @Test
    void refusesTheRunsOwnDataWhereAClassHasGone() {
        assertThatThrownBy(() -> FIT.own(own(data(List.of("1", "2"), 0, 1)), "image-folder"))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "image-folder lacks the classes 10, caf\u00e9 of the model in m, so that these are not the data that it was trained on. Put back what is missing, or name other data.");
    }
}
