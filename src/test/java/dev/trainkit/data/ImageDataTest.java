package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImageDataTest {

    private static final ImageData THREE =
            new ImageData(
                    new byte[] {1, 2, 3, 4, 5, 6}, new int[] {0, 1, 0}, 1, 2, 1, List.of("a", "b"));

    @Test
    void sharesPixelsWithItsSelections() {
        ImageData selected = THREE.select(new int[] {2, 0}).select(new int[] {0});
        assertThat(selected.size()).isEqualTo(1);
        assertThat(selected.image(0)).containsExactly(5, 6);
        assertThat(selected.label(0)).isZero();
        assertThat(selected.array(0)).isSameAs(THREE.array(2));
    }

    @Test
    void takesNoMoreThanThereAre() {
        assertThat(THREE.first(2).size()).isEqualTo(2);
        assertThat(THREE.first(9).size()).isEqualTo(3);
    }

    /** printf '3 1 2 1\n\0\0\1\2\0\1\3\4\0\0\5\6' | sha256sum */
    @Test
    void digestsSizesLabelsAndPixelsInOrder() {
        assertThat(THREE.sha256())
                .isEqualTo("919bd08f6381427c6373ac7bf9b6ce395b244e7089188ca480aaee138d720182");
        assertThat(THREE.select(new int[] {0, 2, 1}).sha256()).isNotEqualTo(THREE.sha256());
        assertThat(THREE.select(new int[] {0, 1, 2}).sha256()).isEqualTo(THREE.sha256());
    }
}
