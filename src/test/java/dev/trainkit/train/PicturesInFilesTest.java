package dev.trainkit.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.Slow;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.PngFolder;
import dev.trainkit.data.SmallMnist;
import dev.trainkit.store.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trains on pictures in PNG files as on the same pictures in IDX files. {@code
 * -Dtrainkit.test.pictures=60000} takes all of MNIST.
 */
@Slow
class PicturesInFilesTest {

    private static final int TRAIN = Integer.getInteger("trainkit.test.pictures", 300);
    private static final int TEST = Math.min(10_000, TRAIN);

    @TempDir private Path folder;

    private byte[] weights(String... settings) throws IOException {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "train.epochs=1",
                                "train.batch-size=32",
                                "engine.threads=1",
                                "optimizer.learning-rate=0.05"));
        all.addAll(List.of(settings));
        Path model = folder.resolve("model" + settings.length);
        try (TrainerRunner runner = TrainerRunner.open(RunConfig.of(all.toArray(String[]::new)));
                ModelDirectory directory = ModelDirectory.create(model, false)) {
            TrainResult result = runner.fit();
            runner.save(result, directory);
            return Files.readAllBytes(model.resolve("weights.safetensors"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "0m"}) // in memory, and read again for each batch
    void comesToTheSameBytesFromPngFilesAsFromIdxFiles(String memory) throws IOException {
        Path idx = SmallMnist.write(folder.resolve("idx"), TRAIN, TEST);
        Path png = PngFolder.writeMnist(folder.resolve("png"), TRAIN, TEST);
        String rotated = "data.augment.rotate=10";

        assertThat(
                        weights(
                                rotated,
                                "data.memory=" + memory,
                                "data.name=image-folder",
                                "data.path='" + png + "'",
                                "data.image.size=28x28",
                                "data.image.channels=1",
                                "data.image.padding=2",
                                "data.image.mean=[0.1307]",
                                "data.image.std=[0.3081]"))
                .isEqualTo(weights(rotated, "data.path='" + idx + "'"));
    }
}
