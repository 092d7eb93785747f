package dev.trainkit.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.Slow;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.SmallMnist;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import dev.trainkit.store.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Slow
class ReproductionTest {

    @TempDir private Path folder;

    @Test
    void findsTheSameBytesAgain() throws IOException {
        Path model = train("data");
        Reproduction reproduction = Reproduction.of(model, new TrainListener() {});
        assertThat(reproduction.difference()).isEmpty();
        assertThat(reproduction.reasons()).isEmpty();
    }

    @Test
    void saysThatTheDataAreOthers() throws IOException {
        Path model = train("data");
        SmallMnist.write(folder.resolve("data"), 250, 20); // 50 more than there were
        Reproduction reproduction = Reproduction.of(model, new TrainListener() {});
        assertThat(reproduction.difference().orElseThrow())
                .startsWith("conv1.weight, number 1 of 54, was ");
        assertThat(reproduction.reasons())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("the training pictures' digest was ");
    }

    @Test
    void findsTheFirstNumberThatIsAnother() {
        assertThat(Reproduction.difference(weights(1, 2), weights(1, 2))).isEmpty();
        assertThat(Reproduction.difference(weights(1, 2), weights(1, 2.5f)))
                .contains("w, number 2 of 2, was 2.0 and is 2.5");
        assertThat(Reproduction.difference(weights(0f, 2), weights(-0f, 2)))
                .contains("w, number 1 of 2, was 0.0 and is -0.0");
    }

    private static Weights weights(float... values) {
        return new Weights(Map.of("w", new Tensor(new long[] {values.length}, values)));
    }

    private Path train(String data) throws IOException {
        SmallMnist.write(folder.resolve(data), 200, 20);
        Path model = folder.resolve("model");
        RunConfig config = RunConfig.of("data.path=" + folder.resolve(data), "train.epochs=1");
        try (TrainerRunner runner = TrainerRunner.open(config);
                ModelDirectory directory = ModelDirectory.create(model, false)) {
            runner.save(runner.fit(), directory);
        }
        return model;
    }
}
