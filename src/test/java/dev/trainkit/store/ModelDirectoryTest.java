package dev.trainkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import dev.trainkit.data.PictureStyle;
import dev.trainkit.data.Preprocessing;
import dev.trainkit.engine.Engines;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import dev.trainkit.store.Checkpoints.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDirectoryTest {

    private static final Weights WEIGHTS =
            new Weights(Map.of("fc1.bias", new Tensor(new long[] {2}, new float[] {1, 2})));

    @TempDir Path folder;
    private Path path;

    @BeforeEach
    void saveAModel() throws IOException {
        path = folder.resolve("a model");
        try (ModelDirectory directory = ModelDirectory.create(path, false)) {
            Files.writeString(directory.history(), "{\"epoch\":1}\n");
            directory.checkpoints().write(new Checkpoint(1, Map.of("state.json", new byte[] {1})));
            directory.save(manifest(), WEIGHTS, "train: {epochs: 1}\n");
        }
    }

    @Test
    void loadsWhatItSaved() {
        TrainedModel model = ModelDirectory.load(path);
        assertThat(model.weights()).isEqualTo(WEIGHTS);
        assertThat(model.manifest())
                .usingRecursiveComparison()
                .ignoringFields("files")
                .isEqualTo(manifest());
        assertThat(model.manifest().files())
                .containsOnlyKeys("config.yaml", "history.jsonl", "weights.safetensors");
    }

    @Test
    void leavesNoTemporaryFiles() throws IOException {
        try (var entries = Files.list(path)) {
            assertThat(entries.map(entry -> entry.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "checkpoints",
                            "config.yaml",
                            "history.jsonl",
                            "model.json",
                            "weights.safetensors");
        }
    }

    @Test
    void letsOneRunAtATimeIn() {
        try (ModelDirectory first = ModelDirectory.resume(path)) {
            String sentence =
                    "Another run is writing into %s. Wait for it, or choose another directory with"
                                    .formatted(first.path())
                            + " --out.";
            assertThatThrownBy(() -> ModelDirectory.resume(path))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(sentence);
            assertThatThrownBy(() -> ModelDirectory.create(path, true)).hasMessage(sentence);
        }
        ModelDirectory.resume(path).close();
        assertThat(ModelDirectory.load(path).weights()).isEqualTo(WEIGHTS);
    }

    @Test
    void saysThatThereIsNothingToResume() {
        assertThatThrownBy(() -> ModelDirectory.resume(folder))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "There is no run to resume in %1$s: it has no folder checkpoints. Start one with `trainkit train --out %1$s`."
                                .formatted(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"weights.safetensors", "config.yaml", "history.jsonl"})
    void namesTheFileThatWasChangedOrIsMissing(String name) throws IOException {
        Path file = path.resolve(name);
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
        assertThatThrownBy(() -> ModelDirectory.load(path))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(file + " is not the file that was saved: its SHA-256 is ");
        Files.delete(file);
        assertThatThrownBy(() -> ModelDirectory.load(path))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        file
                                + " is missing, though the model's manifest lists it. Copy the model"
                                + " again.");
    }

    @Test
    void refusesAManifestThatIsDamagedOrOfAnotherVersion() throws IOException {
        Path manifest = path.resolve("model.json");
        String json = Files.readString(manifest);
        Files.writeString(manifest, json.substring(0, json.length() / 2));
        assertThatThrownBy(() -> ModelDirectory.load(path))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(manifest + " is damaged: ");
        Files.writeString(manifest, json.replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"));
        assertThatThrownBy(() -> ModelDirectory.load(path))
                .hasMessage(
                        manifest
                                + " has format version 2, and this trainkit reads version 1. Use the"
                                + " trainkit that wrote it, or train the model again.");
        Files.writeString(manifest, json.replace("\"classes\" : [", "\"clases\" : ["));
        assertThatThrownBy(() -> ModelDirectory.load(path))
                .hasMessageStartingWith(manifest + " is damaged: ")
                .hasMessageContaining("clas");
    }

    /** Otherwise a manifest could make us read any file. */
    @Test
    void refusesAManifestThatListsFilesElsewhere() throws IOException {
        Path manifest = path.resolve("model.json");
        Files.writeString(
                manifest, Files.readString(manifest).replace("config.yaml", "../config.yaml"));
        assertThatThrownBy(() -> ModelDirectory.load(path))
                .isInstanceOf(TrainkitException.class)
                .hasMessageContaining("../config.yaml");
    }

    @Test
    void saysThatThereIsNoModel() {
        assertThatThrownBy(() -> ModelDirectory.load(folder))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "There is no model in %s: it has no model.json. Train one with `trainkit train"
                                        .formatted(folder)
                                + " --out "
                                + folder
                                + "`.");
    }

    @Test
    void doesNotOverwriteUnlessToldTo() {
        assertThatThrownBy(() -> ModelDirectory.create(path, false))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        path
                                + " exists already, and a run does not overwrite it. Choose another"
                                + " directory with --out, or give --overwrite.");
        assertThat(ModelDirectory.load(path).weights()).isEqualTo(WEIGHTS);
    }

    @Test
    void keepsTheOldModelUntilTheNewOneIsSaved() throws IOException {
        Weights better = new Weights(Map.of("w", new Tensor(new long[] {1}, new float[] {3})));
        try (ModelDirectory directory = ModelDirectory.create(path, true)) {
            assertThat(directory.checkpoints().newest(damage -> {})).isEmpty();
            Files.writeString(directory.history(), "{}");
            directory.discard();
        }
        assertThat(ModelDirectory.load(path).weights()).isEqualTo(WEIGHTS);

        try (ModelDirectory directory = ModelDirectory.create(path, true)) {
            directory.save(manifest(), better, "train: {epochs: 1}\n");
        }
        assertThat(ModelDirectory.load(path).weights()).isEqualTo(better);
        assertThat(folder).isDirectoryNotContaining("glob:**.replaced");
    }

    @Test
    void findsTheOldModelAgainAfterAKill() throws IOException {
        try (ModelDirectory killed = ModelDirectory.create(path, true)) {
            Files.writeString(killed.history(), "{}");
            killed.checkpoints().write(new Checkpoint(7, Map.of("state.json", new byte[] {1})));
        }

        try (ModelDirectory next = ModelDirectory.create(path, true)) {
            next.discard();
        }

        assertThat(ModelDirectory.load(path).weights()).isEqualTo(WEIGHTS);
    }

    @Test
    void neverRemovesFilesThatNoRunWrote() throws IOException {
        Files.writeString(path.resolve("thesis.txt"), "my only copy");
        assertThatThrownBy(() -> ModelDirectory.create(path, true))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        path
                                + " holds files that no run wrote (thesis.txt), and --overwrite does"
                                + " not remove them. Choose another directory with --out.");
        assertThat(ModelDirectory.load(path).weights()).isEqualTo(WEIGHTS);
    }

    @Test
    void namesWhatIsInTheWayWhereTheOldModelIsPutAside() throws IOException {
        Path aside = Files.createDirectories(folder.resolve("a model.replaced/checkpoints"));
        Path notes = Files.writeString(aside.resolveSibling("notes.txt"), "of the old run");
        Files.writeString(aside.resolve("mine.bin"), "of the old run, too");
        Path history = Files.writeString(aside.resolveSibling("history.jsonl"), "{}");

        assertThatThrownBy(() -> ModelDirectory.create(path, true))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "%1$s, where a run puts the model that it replaces, holds files that no run wrote (checkpoints/mine.bin, notes.txt), and --overwrite does not remove them. Move %1$s elsewhere, or choose another directory with --out."
                                .formatted(notes.getParent()));
        assertThat(history).hasContent("{}");
        assertThat(ModelDirectory.load(path).weights()).isEqualTo(WEIGHTS);

        Files.move(notes.getParent(), folder.resolve("kept"));
        ModelDirectory.create(path, true).close();
        assertThat(folder.resolve("kept/notes.txt")).hasContent("of the old run");
    }

    /** In digits of a language, no run found them any more, and each later run was refused. */
    @Test
    void replacesAModelWhoseCheckpointsAreNumberedInOtherDigits() throws IOException {
        String burmese = "checkpoints/step-\u1040\u1040\u1040\u1040\u1040\u1041";
        Files.move(path.resolve("checkpoints/step-000001"), path.resolve(burmese));
        Path aside = Files.createDirectories(folder.resolve("a model.replaced"));
        Files.createDirectories(aside.resolve(burmese));
        Files.writeString(aside.resolve(burmese).resolve("state.json"), "{}");

        try (ModelDirectory directory = ModelDirectory.create(path, true)) {
            Files.writeString(directory.history(), "{}");
            directory.save(manifest(), WEIGHTS, "train: {epochs: 1}\n");
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.replaced");
    }

    @Test
    void namesFilesOfAPersonAmongTheCheckpoints() throws IOException {
        Files.writeString(path.resolve("checkpoints/mine.bin"), "my only copy");
        assertThatThrownBy(() -> ModelDirectory.create(path, true))
                .isInstanceOf(TrainkitException.class)
                .hasMessageContaining("no run wrote (checkpoints/mine.bin), and --overwrite");
    }

    @Test
    void replacesWhatAKillLeftOfAModelThatWasBeingSaved() throws IOException {
        Files.delete(path.resolve("model.json"));
        Path half = Files.writeString(path.resolve(".weights.safetensors.tmp"), "hal");
        ModelDirectory.create(path, true).close();
        assertThat(half).doesNotExist();
    }

    @Test
    void refusesAFileWhereTheDirectoryShouldBe() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> ModelDirectory.create(file, true))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "Cannot make the directory %s: a file of that name is in the way. Check the"
                                        .formatted(file)
                                + " path, its permissions and the free space.");
    }

    @Test
    void discardsWhatARunWroteAndNothingElse() throws IOException {
        Path fresh = folder.resolve("fresh");
        ModelDirectory.create(fresh, false).discard();
        assertThat(fresh).doesNotExist();
        ModelDirectory directory = ModelDirectory.create(fresh, false);
        Files.writeString(directory.history(), "{}");
        directory.checkpoints().write(new Checkpoint(3, Map.of("state.json", new byte[] {1})));
        Files.writeString(fresh.resolve("thesis.txt"), "my only copy");
        directory.discard();
        assertThat(fresh.resolve("thesis.txt")).hasContent("my only copy");
        assertThat(directory.history()).doesNotExist();
    }

    private static Manifest manifest() {
        return Manifest.of(
                new Architecture("lenet", List.of(1, 32, 32), 2),
                new Preprocessing(
                        28, 28, 1, 2, List.of(0.1307f), List.of(0.3081f), PictureStyle.DIGIT),
                List.of("no", "yes"),
                3,
                null,
                new Figures(0.125, 0.75),
                Provenance.of(
                        Engines.open(),
                        42,
                        new Provenance.DataDigests("a", "b", "c"),
                        Instant.EPOCH,
                        1.5,
                        List.of(7)));
    }
}
