package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.Slow;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import dev.trainkit.config.RunConfig;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitFileTest {

    private static final List<String> CLASSES = List.of("猫 cat", "dog, \"big\"", "owl");

    @TempDir private Path folder;
    private Path pictures;
    private Path file;

    /** 40 pictures of each class, no two alike. */
    @BeforeEach
    void writePictures() throws IOException {
        pictures = folder.resolve("pictures");
        file = folder.resolve("split.csv");
        for (int i = 0; i < 120; i++) {
            Path name =
                    pictures.resolve(CLASSES.get(i / 40))
                            .resolve(String.format(Locale.ROOT, "%d, %d.png", i, i));
            Files.createDirectories(name.getParent());
            BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
            picture.getRaster().setSample(0, 0, 0, i);
            ImageIO.write(picture, "png", name.toFile());
        }
    }

    private DataConfig config(String... settings) {
        List<String> all = new ArrayList<>();
        all.add("data.name=image-folder");
        all.add("data.path='" + pictures + "'");
        all.add("data.image.size=2x1");
        all.add("data.image.channels=1");
        all.addAll(List.of(settings));
        return RunConfig.of(all.toArray(String[]::new)).data();
    }

    private DataConfig kept() {
        return config("data.split-file='" + file + "'");
    }

    private DataParts write(long seed, String... settings) {
        DataParts parts = Datasets.open(config(settings), seed);
        new SplitFile(file, config()).write(parts);
        return parts;
    }

    private static List<String> digests(DataParts parts) {
        return Stream.of(parts.train(), parts.validation(), parts.test())
                .map(ImageData::sha256)
                .toList();
    }

    /** Names are of whoever gave out the pictures. */
    @Test
    void keepsNamesThatASpreadsheetWouldRun() throws IOException {
        Path pictureOfFormula = Files.createDirectory(pictures.resolve("=1+cmd")).resolve("@a.png");
        for (String name : List.of("@a.png", "-b.png", "'=c.png", "d.png")) {
            Files.copy(
                    pictures.resolve(CLASSES.get(0)).resolve("0, 0.png"),
                    pictureOfFormula.resolveSibling(name));
        }

        DataParts written = write(3);

        assertThat(Files.readString(file)).contains(",\"'=1+cmd\",\"'=1+cmd/@a.png\"\n");
        assertThat(digests(Datasets.open(kept(), 5))).isEqualTo(digests(written));
    }

    @ParameterizedTest
    @CsvSource({
        "1, data.validation=0.2",
        "2, data.test=0.3",
        "3, data.validation=0",
        "4, data.limit=50",
        "5, data.folds=4 data.fold=3"
    })
    void givesTheSamePartsAgainWhateverTheSeed(long seed, String settings) {
        DataParts drawn = write(seed, settings.split(" "));

        for (int other = 0; other < 3; other++) {
            DataParts again = Datasets.open(kept(), other);
            assertThat(digests(again)).isEqualTo(digests(drawn));
            assertThat(again.preprocessing()).isEqualTo(drawn.preprocessing());
        }
    }

    /** So that a table that somebody sorted, or cut by hand, trains alike. */
    @Test
    void doesNotMindTheOrderOfItsLines() throws IOException {
        DataParts drawn = write(1);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        Collections.shuffle(lines.subList(1, lines.size()), new Random(3));
        Files.write(file, lines);

        assertThat(digests(Datasets.open(kept(), 9))).isEqualTo(digests(drawn));
    }

    @Test
    void namesPicturesByTheirPathsSoThatTheFolderCanMove() throws IOException {
        DataParts drawn = write(1);
        assertThat(Files.readAllLines(file))
                .hasSize(121)
                .startsWith("part,class,picture")
                .anyMatch(line -> line.endsWith(",owl,\"owl/119, 119.png\""));
        pictures = Files.move(pictures, folder.resolve("moved"));

        assertThat(digests(Datasets.open(kept(), 1))).isEqualTo(digests(drawn));
    }

    @Test
    @Slow
    void callsPicturesWithoutFilesByTheirNumbersAndLeavesAnOwnTestPartOut() throws IOException {
        SmallMnist.write(folder.resolve("mnist"), 300, 50);
        String path = "data.path='" + folder.resolve("mnist") + "'";
        DataConfig data = RunConfig.of(path, "data.limit=200").data();
        DataParts drawn = Datasets.open(data, 5);
        new SplitFile(file, data).write(drawn);

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(301).contains("unused,6,299");
        DataParts again =
                Datasets.open(RunConfig.of(path, "data.split-file='" + file + "'").data(), 6);
        assertThat(digests(again)).isEqualTo(digests(drawn));
        assertThat(again.test().size()).isEqualTo(50);
    }

    @Test
    void keepsASplitThatIsThereAsItIs() {
        write(1);
        assertThatThrownBy(() -> write(2))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        file
                                + " is there already, and a split is kept to stay as it is. Name"
                                + " another file, or remove that one.");
    }

    @Test
    void saysThatThereIsNoFile() {
        assertThatThrownBy(() -> Datasets.open(kept(), 1))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "data.split-file is %s, but there is no such file. Write one with `trainkit data CONFIG --split %s`."
                                .formatted(file, file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a,b,c                      | its first line is not part,class,picture
                    train,owl                  | line 122 has 2 values, not 3
                    train,owl,owl/1.png        | line 122 is of owl/1.png, which is not among the pictures
                    play,owl,"owl/80, 80.png"  | line 122 has the part 'play', which is none of train, validation, test and unused
                    test,dog,"owl/80, 80.png"  | line 122 has owl/80, 80.png in class 'dog', but it is in class 'owl'
                    test,owl,"owl/80, 80.png"  | lines 82 and 122 are both of owl/80, 80.png, and parts must be disjoint
                    """)
    void saysWhatDoesNotFitTheData(String line, String what) throws IOException {
        write(1);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.replaceAll(l -> l.replaceFirst("^(validation|test),", "train,"));
        lines.subList(1, lines.size()).sort(Comparator.comparing(SplitFileTest::number));
        if (line.equals("a,b,c")) {
            lines.set(0, line);
        } else {
            lines.add(line);
        }
        Files.write(file, lines);

        assertThatThrownBy(() -> Datasets.open(kept(), 1))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(unfit(what));
    }

    private static int number(String line) {
        return Integer.parseInt(line.replaceAll(".*/([0-9]+), .*", "$1"));
    }

    private String unfit(String what) {
        return "The split in %s does not fit the data: %s. Set data.split-file to one that was written of them, or write another with `trainkit data CONFIG --split FILE`."
                .formatted(file, what);
    }

    @Test
    void saysWhichPictureHasNoLine() throws IOException {
        write(1);
        Files.copy(pictures.resolve("owl/80, 80.png"), pictures.resolve("owl/new.png"));
        assertThatThrownBy(() -> Datasets.open(kept(), 1))
                .hasMessage(
                        unfit(
                                "it has no line for 1 of the 121 pictures, the first of which is"
                                        + " owl/new.png"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"test", "train"})
    void saysThatNothingIsLeft(String part) throws IOException {
        write(1);
        Files.writeString(file, Files.readString(file).replace("\n" + part + ",", "\nunused,"));
        assertThatThrownBy(() -> Datasets.open(kept(), 1))
                .hasMessage(
                        unfit(
                                "it leaves no picture "
                                        + (part.equals("test") ? "for the test" : "to train on")));
    }

    @Test
    void saysWhichPartsTheDataHaveThemselves() throws IOException {
        SmallMnist.write(folder.resolve("mnist"), 300, 50);
        String path = "data.path='" + folder.resolve("mnist") + "'";
        DataConfig data = RunConfig.of(path).data();
        new SplitFile(file, data).write(Datasets.open(data, 5));
        Files.writeString(
                file, Files.readString(file).replaceFirst("\ntrain,5,0\n", "\ntest,5,0\n"));
        assertThatThrownBy(
                        () ->
                                Datasets.open(
                                        RunConfig.of(path, "data.split-file='" + file + "'").data(),
                                        6))
                .hasMessage(unfit("line 2 has the part test, which the data set has of its own"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.limit=5", "data.test=0.2", "data.folds=5"})
    void refusesSettingsThatWouldDrawParts(String setting) {
        String key = setting.substring(0, setting.indexOf('='));
        String fold = key.equals("data.folds") ? "data.fold=1" : "data.shuffle=true";
        assertThatThrownBy(() -> config(setting, fold, "data.split-file=split.csv"))
                .hasMessageContaining(
                        key
                                + " must be left out where data.split-file decides, but was "
                                + setting.substring(setting.indexOf('=') + 1));
    }
}
