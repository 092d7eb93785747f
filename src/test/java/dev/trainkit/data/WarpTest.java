package dev.trainkit.data;

import static dev.trainkit.data.GoldenAugmentation.assertClose;
import static dev.trainkit.data.GoldenAugmentation.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainkit.engine.RandomStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WarpTest {

    private static final int SIDE = 9;

    @TestFactory
    Stream<DynamicTest> movesPixelsAsTorchvisionAndSciPy() {
        return GoldenAugmentation.cases("warps").map(c -> dynamicTest(title(c), () -> compare(c)));
    }

    private static String title(JsonNode golden) {
        return "%s, %s, mirrored %s, upside down %s, %s, bent %s"
                .formatted(
                        golden.get("shape"),
                        golden.get("affine"),
                        golden.get("mirrored"),
                        golden.get("upsideDown"),
                        golden.get("fill"),
                        !golden.get("bend").isNull());
    }

    private static void compare(JsonNode golden) {
        JsonNode shape = golden.get("shape");
        float[] picture = floats(golden.get("picture"));
        new Warp(
                        shape.get(0).asInt(),
                        shape.get(1).asInt(),
                        shape.get(2).asInt(),
                        golden.get("fill").asText().equals("edge"))
                .apply(picture, map(golden), bend(golden.get("bend")));
        assertClose(picture, golden.get("result"));
    }

    private static AffineMap map(JsonNode golden) {
        JsonNode affine = golden.get("affine");
        AffineMap map =
                AffineMap.of(
                        affine.get(0).asDouble(),
                        affine.get(1).asDouble(),
                        affine.get(2).asDouble(),
                        affine.get(3).asDouble(),
                        affine.get(4).asDouble());
        AffineMap flipped = golden.get("mirrored").asBoolean() ? map.mirrored() : map;
        return golden.get("upsideDown").asBoolean() ? flipped.upsideDown() : flipped;
    }

    private static Bend bend(JsonNode bend) {
        return bend.isNull() ? null : new Bend(floats(bend.get(0)), floats(bend.get(1)));
    }

    private static float[] picture() {
        RandomStream random = RandomStream.of(3, "test");
        float[] picture = new float[SIDE * SIDE];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = random.nextFloat(0, 1);
        }
        return picture;
    }

    private static float[] warped(float[] picture, AffineMap map) {
        float[] warped = picture.clone();
        new Warp(SIDE, SIDE, 1, false).apply(warped, map, null);
        return warped;
    }

    @Test
    void leavesEveryBitWhereNothingMoves() {
        AffineMap nothing = AffineMap.of(0, 0, 1, 0, 0);
        assertThat(warped(picture(), nothing)).isEqualTo(picture());
    }

    @Test
    void twoFlipsAreNone() {
        AffineMap mirror = AffineMap.IDENTITY.mirrored();
        AffineMap down = AffineMap.IDENTITY.upsideDown();
        assertThat(warped(picture(), mirror)).isNotEqualTo(picture());
        assertThat(warped(warped(picture(), mirror), mirror)).isEqualTo(picture());
        assertThat(warped(warped(picture(), down), down)).isEqualTo(picture());
        assertThat(mirror.mirrored()).isEqualTo(AffineMap.IDENTITY);
    }

    /** To where nothing of the picture is, and to where no number is. */
    @Test
    void isBlackWhereTheMapLeadsOutOfThePicture() {
        assertThat(warped(picture(), AffineMap.of(0, 0, 1, 1e300, 0))).containsOnly(0);
        assertThat(warped(picture(), AffineMap.of(0, 0, 0, 0, 0))).containsOnly(0);
    }
}
