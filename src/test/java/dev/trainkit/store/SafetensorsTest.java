package dev.trainkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import dev.trainkit.engine.RandomStream;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    private static final Weights WEIGHTS = weights();

    /** The bytes that Python's safetensors library writes for one tensor of two ones. */
    @Test
    void writesTheFormatOfTheSafetensorsLibrary() {
        Weights one = new Weights(Map.of("w", new Tensor(new long[] {2}, new float[] {1, 1})));
        String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        byte[] expected =
                ByteBuffer.allocate(8 + 56 + 8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(56)
                        .put("%-56s".formatted(header).getBytes(StandardCharsets.UTF_8))
                        .putFloat(1)
                        .putFloat(1)
                        .array();
        assertThat(Safetensors.encode(one)).isEqualTo(expected);
    }

    @Test
    void readsBackWhatItWroteToTheBit() {
        assertThat(Safetensors.decode(Safetensors.encode(WEIGHTS), "w")).isEqualTo(WEIGHTS);
    }

    @Test
    void passesOverTheMetadataThatOthersWrite() {
        String header =
                "{\"__metadata__\":{\"format\":\"pt\"},"
                        + "\"w\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}";
        assertThat(Safetensors.decode(file(header, 4), "w").tensors().keySet())
                .containsExactly("w");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                          | 0 | its header is not a JSON object",
                "{\"w\":                                                     | 0 | its header is not valid JSON",
                "{\"w\":{\"dtype\":\"I9\",\"shape\":[1],\"data_offsets\":[0,1]}}    | 1 | tensor w has type 'I9', which the format does not have",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1]}}                     | 0 | tensor w lacks its shape or its offsets",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}  | 4 | tensor w has -1 where a size belongs",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}} | 4 | tensor w has 1.5 where a size belongs",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}   | 4 | tensor w has no two offsets in order",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}   | 4 | tensor w has 4 bytes, which its shape [2] does not make",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}   | 8 | tensor w begins at byte 4, not at 0: a hole or an overlap",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}   | 8 | its tensors take 4 bytes, but 8 are there",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}   | 2 | its tensors take 4 bytes, but 2 are there",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}} | 0 | tensor w has 0 bytes, which its shape [4611686018427387904,4] does not make",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 4 | its header is not valid JSON (Duplicate field 'w')",
            })
    void refusesWhatBreaksARuleAndSaysWhich(String header, int bytes, String reason) {
        assertThatThrownBy(() -> Safetensors.decode(file(header.strip(), bytes), "w.safetensors"))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith("w.safetensors is not a whole safetensors file: " + reason)
                .hasMessageEndingWith(". Copy or make it again.");
    }

    @Test
    void doesNotTrustTheHeadersLength() {
        byte[] huge = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(-1).array();
        assertThatThrownBy(() -> Safetensors.decode(huge, "w"))
                .hasMessageContaining("its header claims 18446744073709551615 bytes, but 8 follow");
        assertThatThrownBy(() -> Safetensors.decode(new byte[3], "w"))
                .hasMessageContaining("it has 3 bytes, too few for a header");
    }

    /** A flipped bit in the values is the digest's business; one in the structure never crashes. */
    @Test
    void answersEveryDamageWithWeightsOrASentence() {
        byte[] whole = Safetensors.encode(WEIGHTS);
        RandomStream random = RandomStream.of(1, "damage");
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            assertReadOrRefused(damaged);
            assertReadOrRefused(Arrays.copyOf(whole, random.nextInt(whole.length)));
        }
    }

    @Test
    void saysThatAFileIsMissing() {
        assertThatThrownBy(() -> Safetensors.read(Path.of("nowhere.safetensors")))
                .hasMessage("Cannot read the weights in nowhere.safetensors: it does not exist.");
    }

    private static void assertReadOrRefused(byte[] bytes) {
        try {
            Weights read = Safetensors.decode(bytes, "w");
            assertThat(read.tensors().values().stream().mapToInt(t -> t.values().length).sum())
                    .isEqualTo(15);
        } catch (TrainkitException refused) {
            assertThat(refused).hasMessageStartingWith("w is not a whole safetensors file: ");
        }
    }

    private static byte[] file(String header, int bytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private static Weights weights() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("conv1.weight", new Tensor(new long[] {2, 1, 2, 3}, new float[12]));
        tensors.put(
                "conv1.bias",
                new Tensor(new long[] {3}, new float[] {Float.MIN_VALUE, -0f, 1e30f}));
        return new Weights(tensors);
    }
}
