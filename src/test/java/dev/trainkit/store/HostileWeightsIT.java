package dev.trainkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of broken and malicious files, read in a JVM with a heap of 256 MB: each is answered
 * with a sentence, and nothing in any of them is run.
 */
class HostileWeightsIT {

    @TempDir private Path folder;

    @Test
    void refusesEveryFileInLittleMemoryAndRunsNothing() throws Exception {
        int files = HostileWeights.write(folder);
        assertThat(files).isGreaterThan(4000);

        Process process = read();
        String printed;
        try (InputStream in = process.getInputStream()) {
            printed = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed)
                .startsWith(
                        String.format(
                                Locale.ROOT,
                                "%1$,d files, %1$,d refused, nothing executed, ",
                                files));
    }

    /** Otherwise a reader that refuses everything would do. */
    @ParameterizedTest
    @ValueSource(strings = {"protocol2.pth", "module.pt", "deflated.npz", "float16.safetensors"})
    void readsTheFilesThatTheyWereMadeOf(String name) {
        try (HostileWeights.Network network = new HostileWeights.Network()) {
            assertThat(network.answer(HostileWeights.GOLDENS.resolve(name))).isEqualTo("READ");
        }
    }

    private Process read() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileWeights.class.getName(),
                        folder.toString());
        builder.environment().put("OPT_OUT_TRACKING", "true");
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
