package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchesTest {

    private static final Preprocessing PADDED_BY_ONE =
            new Preprocessing(1, 2, 1, 1, List.of(0.5f), List.of(0.25f), PictureStyle.PLAIN);

    /** Five pictures of 1x2: (0, 1), (2, 3), ... */
    private static ImageData fivePictures() {
        byte[] pixels = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        return new ImageData(pixels, new int[] {0, 1, 2, 1, 0}, 1, 2, 1, List.of("a", "b", "c"));
    }

    private static float scaled(int value) {
        return (value / 255f - 0.5f) / 0.25f;
    }

    private static NDManager manager() {
        return Engine.getInstance().newBaseManager();
    }

    @Test
    void gathersThePicturesOfAnOrder() {
        Batches batches = new Batches(fivePictures(), PADDED_BY_ONE, 2);
        try (NDManager manager = manager();
                Batch batch = batches.get(manager, new int[] {4, 2, 0, 1, 3}, 0)) {
            assertThat(batch.size()).isEqualTo(2);
            assertThat(batch.images().singletonOrThrow().getShape())
                    .isEqualTo(new Shape(2, 1, 3, 4));
            assertThat(batch.images().singletonOrThrow().getDataType()).isEqualTo(DataType.FLOAT32);
            assertThat(batch.labels().singletonOrThrow().toLongArray()).containsExactly(0, 2);
            float pad = scaled(0);
            assertThat(batch.images().singletonOrThrow().toFloatArray())
                    .containsExactly(
                            pad, pad, pad, pad, pad, scaled(8), scaled(9), pad, pad, pad, pad, pad,
                            pad, pad, pad, pad, pad, scaled(4), scaled(5), pad, pad, pad, pad, pad);
        }
    }

    /** As (N, C, H, W), however they lie in memory. */
    @Test
    void gathersTheChannelsOfColours() {
        byte[] pixels = {1, 2, 3, 4, 5, 6}; // two pixels of three channels
        ImageData data = new ImageData(pixels, new int[] {0}, 1, 2, 3, List.of("a"));
        Preprocessing plain =
                new Preprocessing(
                        1,
                        2,
                        3,
                        1,
                        List.of(0f, 0f, 0f),
                        List.of(1 / 255f, 1 / 255f, 1 / 255f),
                        PictureStyle.PLAIN);
        try (NDManager manager = manager();
                Batch batch = new Batches(data, plain, 1).get(manager, new int[] {0}, 0)) {
            NDArray images = batch.images().singletonOrThrow();
            assertThat(images.getShape()).isEqualTo(new Shape(1, 3, 3, 4));
            assertThat(images.toFloatArray())
                    .containsExactly(
                            0, 0, 0, 0, 0, 1, 4, 0, 0, 0, 0, 0, // red
                            0, 0, 0, 0, 0, 2, 5, 0, 0, 0, 0, 0, // green
                            0, 0, 0, 0, 0, 3, 6, 0, 0, 0, 0, 0); // blue
        }
    }

    @Test
    void makesTheLastBatchShort() {
        Batches batches = new Batches(fivePictures(), PADDED_BY_ONE, 2);
        try (NDManager manager = manager();
                Batch last = batches.get(manager, new int[] {0, 1, 2, 3, 4}, 2)) {
            assertThat(batches.count()).isEqualTo(3);
            assertThat(last.size()).isEqualTo(1);
            assertThat(last.images().singletonOrThrow().getShape())
                    .isEqualTo(new Shape(1, 1, 3, 4));
        }
    }

    @Test
    void refusesABatchBehindTheLast() {
        Batches batches = new Batches(fivePictures(), PADDED_BY_ONE, 2);
        try (NDManager manager = manager()) {
            assertThatThrownBy(() -> batches.get(manager, new int[] {0, 1, 2, 3}, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void keepsABatchWhileTheNextIsGathered() {
        Batches batches = new Batches(fivePictures(), PADDED_BY_ONE, 1);
        int[] order = {0, 1, 2, 3, 4};
        try (NDManager manager = manager();
                Batch first = batches.get(manager, order, 0)) {
            float[] before = first.images().singletonOrThrow().toFloatArray();
            for (int i = 1; i < batches.count(); i++) {
                batches.get(manager, order, i).close();
            }
            assertThat(first.images().singletonOrThrow().toFloatArray()).isEqualTo(before);
            assertThat(first.labels().singletonOrThrow().toLongArray()).containsExactly(0);
        }
    }

    @Test
    void freesNativeMemoryWhenABatchIsClosed() {
        Batches batches = new Batches(fivePictures(), PADDED_BY_ONE, 5);
        try (NDManager manager = manager()) {
            Batch batch = batches.get(manager, new int[] {0, 1, 2, 3, 4}, 0);
            assertThat(batch.manager().getManagedArrays()).hasSize(2);

            batch.close();

            assertThat(batch.manager().isOpen()).isFalse();
            assertThat(manager.getManagedArrays()).isEmpty();
            assertThatThrownBy(() -> batch.images().singletonOrThrow().toFloatArray())
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> batch.labels().singletonOrThrow().toLongArray())
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesPicturesOfAnotherSizeThanThePreprocessing() {
        ImageData tall = new ImageData(new byte[6], new int[1], 3, 2, 1, List.of("a"));
        assertThatThrownBy(() -> new Batches(tall, PADDED_BY_ONE, 1))
                .hasMessage("the pictures are 3x2x1, but the preprocessing is for 1x2x1");
    }
}
