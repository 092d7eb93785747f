package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryCommandTest {

    @TempDir private Path folder;

    /**
     * The lines are those of {@code print(net)} in PyTorch 1.13. conv1 with ReLU and pooling gives
     * 2 * 6 * 30 * 30 + 6 * 15 * 15 numbers of four bytes.
     */
    @Test
    void printsLeNetAsPyTorchDoesAndThenWhatItCosts() {
        Ran ran = Ran.here("summary");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .isEqualToNormalizingNewlines(
                        """
                        LeNet(
                          (conv1): Conv2d(1, 6, kernel_size=(3, 3), stride=(1, 1))
                          (conv2): Conv2d(6, 16, kernel_size=(3, 3), stride=(1, 1))
                          (fc1): Linear(in_features=576, out_features=120, bias=True)
                          (fc2): Linear(in_features=120, out_features=84, bias=True)
                          (fc3): Linear(in_features=84, out_features=10, bias=True)
                        )

                        Layer  Output shape  Parameters  Multiply-adds  Activations
                        conv1  (6, 30, 30)           60         48,600       48,600
                        conv2  (16, 13, 13)         880        146,016       23,936
                        fc1    (120)             69,240         69,120          960
                        fc2    (84)              10,164         10,080          672
                        fc3    (10)                 850            840           40
                        Total                    81,194        274,656       74,208

                        Training changes 81,194 of the parameters. For each picture it keeps 74,208 bytes of activations
                        until the way back, which computes 74,208 bytes of gradients of them.
                        """);
    }

    @Test
    void takesTheYamlFileOfARun() {
        Ran ran = Ran.here("summary", Ran.HOME.resolve("config/mlp-mnist.yaml").toString());

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .startsWith("Mlp(")
                .contains("132,490"); // 1024*128 + 128 + 128*10 + 10
    }

    /** Neither its shape nor its classes are asked of the files, which are not on every machine. */
    @Test
    void needsNoPicturesOfAListedDataSet() {
        Ran ran =
                Ran.here("summary", Ran.HOME.resolve("config/lenet-fashion-mnist.yaml").toString());

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("81,194");
    }

    @Test
    void saysThatAFolderIsNoModel() {
        Ran ran = Ran.here("summary", folder.toString());

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("There is no model in " + folder + ": ");
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        Path none = folder.resolve("none.yaml");
        Ran ran = Ran.here("summary", none.toString());

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err().lines())
                .containsExactly(
                        none
                                + ": There is no such file. Relative names start at the working"
                                + " directory.");
    }
}
