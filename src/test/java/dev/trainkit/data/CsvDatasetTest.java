package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables that people have. */
class CsvDatasetTest {

    @TempDir private Path folder;

    private DataParts open(Path path, String... settings) {
        List<String> all = new ArrayList<>();
        all.add("data.name=csv");
        all.add("data.path='" + path + "'");
        all.add("data.validation=0");
        all.add("data.image.channels=1");
        all.addAll(List.of(settings));
        return Datasets.open(RunConfig.of(all.toArray(String[]::new)).data(), 7);
    }

    private DataParts all(String content) throws IOException {
        return open(csv(content), "data.test=1");
    }

    private Path csv(String content) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), content);
    }

    private void assertRefused(String sentence, String content) throws IOException {
        Path file = csv(content);
        assertThatThrownBy(() -> open(file, "data.test=1"))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(sentence.replace("FILE", file.toString()));
    }

    private static List<String> labels(ImageData data) {
        return IntStream.range(0, data.size())
                .mapToObj(i -> data.classes().get(data.label(i)))
                .toList();
    }

    /** Grey pictures of one pixel, a.png of 10, b.png of 20, c.png of 30. */
    private void writePictures(String inside) throws IOException {
        Path in = Files.createDirectories(folder.resolve(inside));
        for (int i = 0; i < 3; i++) {
            BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
            picture.getRaster().setSample(0, 0, 0, 10 * (i + 1));
            ImageIO.write(picture, "png", in.resolve("abc".charAt(i) + ".png").toFile());
        }
    }

    private DataParts ofFiles(String content, String... settings) throws IOException {
        List<String> more = new ArrayList<>(List.of("data.image.size=1x1", "data.test=1"));
        more.addAll(List.of(settings));
        return open(csv(content), more.toArray(String[]::new));
    }

    private static List<Integer> greys(ImageData data) {
        return IntStream.range(0, data.size()).mapToObj(i -> (int) data.image(i)[0]).toList();
    }

    @Test
    void comparesNumbersAsNumbers() throws IOException {
        DataParts parts = all("label,a,b,c,d\n10,0,0,0,200\n01,0,0,0,2\n1,0,0,0,3\n1.0,0,0,0,4\n");

        assertThat(labels(parts.test())).containsExactly("10", "1", "1", "1");
        assertThat(parts.test().classes()).containsExactly("1", "10");
        assertThat(parts.notes())
                .containsExactly(
                        "the labels '01' and '1' and '1.0' are one number, and were read as one class, 1");
    }

    @Test
    void comparesNamesAsNames() throws IOException {
        DataParts parts = all("label,a,b,c,d\n01,0,0,0,0\n1,0,0,0,200\ncat,0,0,0,3\nCat,0,0,0,4\n");

        assertThat(parts.test().classes()).containsExactly("01", "1", "Cat", "cat");
        assertThat(parts.notes())
                .containsExactly("the classes 'Cat' and 'cat' differ by capital letters alone");
    }

    @Test
    void keepsLabelsThatAreSpelledOneWay() throws IOException {
        assertThat(all("label,a,b,c,d\n02,0,0,0,0\n10,0,0,0,200\n01,0,0,0,3\n").test().classes())
                .containsExactly("01", "02", "10");
        assertThat(
                        all("label,a,b,c,d\n2.0,0,0,0,0\n10.0,0,0,0,200\n1.0,0,0,0,3\n")
                                .test()
                                .classes())
                .containsExactly("1.0", "10.0", "2.0");
    }

    @Test
    void namesTheLineThatHasNoLabel() throws IOException {
        String table = "label,a,b,c,d\n1,0,0,0,0\n\n ,0,0,0,200\n2,0,0,0,3\n";
        assertRefused(
                "FILE: line 4 has no label. Set data.on-error to skip to leave such lines out.",
                table);

        DataParts parts = open(csv(table), "data.test=1", "data.on-error=skip");

        assertThat(labels(parts.test())).containsExactly("1", "2");
        assertThat(parts.unreadable())
                .containsExactly(folder.resolve("table.csv") + ": line 4 has no label.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '/',
            value = {
                "image_path,category\\na.png,cat\\nb.png,dog\\nc.png,cat\\n",
                "category,image_path\\ncat,a.png\\ndog,b.png\\ncat,c.png\\n",
                "a.png,cat\\nb.png,dog\\nc.png,cat\\n",
                "id,breed\\na,cat\\nb,dog\\nc,cat\\n",
                "image;label\\na.png;cat\\nb.png;dog\\nc.png;cat\\n",
                "image\\tlabel\\r\\na.png\\tcat\\r\\nb.png\\tdog\\r\\nc.png\\tcat\\r\\n",
                "\\uFEFFimage,label\\n\"a.png\",\"cat\"\\nb.png,dog\\n.\\\\c.png,cat\\n"
            })
    void readsTablesOfFilesByWhatTheyHold(String table) throws IOException {
        writePictures(".");

        DataParts parts =
                ofFiles(
                        table.replace("\\n", "\n")
                                .replace("\\r", "\r")
                                .replace("\\t", "\t")
                                .replace("\\\\", "\\")
                                .replace("\\uFEFF", "\uFEFF"));

        assertThat(labels(parts.test())).containsExactly("cat", "dog", "cat");
        assertThat(greys(parts.test())).containsExactly(10, 20, 30);
        assertThat(parts.notes()).isEmpty();
    }

    @Test
    void findsFilesInTheFolderBeside() throws IOException {
        writePictures("train");

        DataParts parts = ofFiles("id,breed,age\na,cat,7\nb,dog,2\nc,cat,2\n");

        assertThat(greys(parts.test())).containsExactly(10, 20, 30);
        assertThat(labels(parts.test())).containsExactly("cat", "dog", "cat");
        assertThat(parts.notes())
                .containsExactly(
                        "the files that %s names were found in %s"
                                .formatted(folder.resolve("table.csv"), folder.resolve("train")),
                        "the column 'age' in %s is not used"
                                .formatted(folder.resolve("table.csv")));
    }

    @Test
    void refusesToGuessAmongFilesOfOneName() throws IOException {
        writePictures("test");
        writePictures("train");
        assertRefused(
                "FILE names files that are in %s and in %s. Write their paths into the table."
                        .formatted(folder.resolve("test"), folder.resolve("train")),
                "id,breed\na,cat\nb,dog\n");

        Files.delete(folder.resolve("test/a.png"));
        Files.delete(folder.resolve("test/b.png"));
        Files.copy(folder.resolve("train/a.png"), folder.resolve("train/a.jpg"));
        assertRefused(
                "'a' may be %s or %s. Write the whole names into the table."
                        .formatted(folder.resolve("train/a.jpg"), folder.resolve("train/a.png")),
                "id,breed\na,cat\nb,dog\n");
    }

    @Test
    void readsTheColumnThatNamesThePart() throws IOException {
        writePictures(".");

        DataParts parts =
                open(
                        csv("image,label,split\na.png,cat,test\nb.png,dog,train\nc.png,cat,val\n"),
                        "data.image.size=1x1");

        assertThat(greys(parts.train())).containsExactly(20);
        assertThat(greys(parts.validation())).containsExactly(30);
        assertThat(greys(parts.test())).containsExactly(10);
        Path asked = csv("name,label,is_valid\na.png,cat,False\nb.png,dog,True\nc.png,cat,False\n");
        assertThat(greys(open(asked, "data.image.size=1x1", "data.test=0.5").validation()))
                .containsExactly(20);
        assertRefused(
                "FILE: line 3 has 'extra' in the column of the part, which is none of train, validation and test. Correct the file.",
                "image,label,split\na.png,cat,test\nb.png,dog,extra\nc.png,cat,train\n");
    }

    @Test
    void readsTheFacesOfFer2013() throws IOException {
        DataParts parts =
                open(
                        csv(
                                """
                                emotion,pixels,Usage
                                0,0 1 2 255,Training
                                3,4 5 6 7,PublicTest
                                6,8 9 10 11,PrivateTest
                                """));

        assertThat(parts.train().image(0)).containsExactly(0, 1, 2, -1);
        assertThat(parts.validation().image(0)).containsExactly(4, 5, 6, 7);
        assertThat(parts.test().image(0)).containsExactly(8, 9, 10, 11);
        assertThat(parts.train().classes()).containsExactly("0", "3", "6");
        assertThat(parts.train().width()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "label;a;b;c;d\n1;0;51,0;102;255\n2;1;2;3;4\n",
                "a\tb\tc\td\tclass\n0\t51\t102\t255\t1\n1\t2\t3\t4\t2\n",
                "# made by hand\nlabel,a,b,c,d\n1,0,51.0,102,255\n2,1,2,3,4\n",
                ",kind,p0,p1,p2,p3\n0,1,0,51,102,255\n1,2,1,2,3,4\n2,2,1,2,3,4\n",
                "cat;0;51;102;255\ndog;1;2;3;4\n",
                "0,51,102,255,cat\n1,2,3,4,dog\n"
            })
    void readsTablesOfPixelsByWhatTheyHold(String table) throws IOException {
        ImageData pictures = all(table).test();

        assertThat(pictures.image(0)).containsExactly(0, 51, 102, -1);
        assertThat(pictures.image(1)).containsExactly(1, 2, 3, 4);
        assertThat(pictures.label(0)).isZero();
        assertThat(pictures.label(1)).isEqualTo(1);
    }

    @Test
    void tellsWhichColumnWithoutANameHasTheLabels() throws IOException {
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            table.append(String.join(",", List.of("" + 9 * i, "0", "7", "" + 13 * i, "" + i % 3)))
                    .append('\n');
        }

        DataParts parts = all(table.toString());

        assertThat(parts.test().classes()).containsExactly("0", "1", "2");
        assertThat(parts.test().image(1)).containsExactly(9, 0, 7, 13);
        assertThat(parts.notes())
                .containsExactly(
                        "%s has no header that names the labels: its last column was read as them. Where another has them, write a line above all others that calls it 'label'"
                                .formatted(folder.resolve("table.csv")));
    }

    @Test
    void readsNumbersOfZeroToOneAndNothingButZerosAndOnes() throws IOException {
        DataParts fractions = all("label,a,b,c,d\n1,0,0.2,1,0.6\n2,0,0,0,1\n");
        assertThat(fractions.test().image(0)).containsExactly(0, 51, -1, -103);
        assertThat(fractions.notes())
                .containsExactly("the table: numbers of 0 to 1 were read as 0 to 255");

        DataParts ones = all("label,a,b,c,d\n1,0,1,1,0\n2,0,0,0,1\n");
        assertThat(ones.test().image(0)).containsExactly(0, -1, -1, 0);
        assertRefused(
                "FILE: the numbers of the table are of 0 to 256, and those of pictures are of 0 to 255, or of 0 to 1. Save the pictures as they were before they were normalised, or scale them.",
                "label,a,b,c,d\n1,0,256,1,0\n2,0,0,0,1\n");
    }

    @Test
    void countsTheCommentsThatItPassesOver() throws IOException {
        assertThat(all("# a\nlabel,a,b,c,d\n# b\n1,0,0,0,0\n2,0,0,0,200\n").notes())
                .containsExactly("2 lines that begin with # were passed over as comments");
    }

    @Test
    void saysWhatIsWrongWithATable() throws IOException {
        assertRefused(
                "FILE has one column, and none more between semicolons or tabs. A line needs a label and the pixels of a picture, or a label and the path of its file.",
                "label\n1\n2\n");
        assertRefused(
                "FILE has no column 'label', and its labels may be in any of 'left', 'right'. Call one of them 'label'.",
                "image,left,right\na.png,x,y\nb.png,z,x\n");
        assertRefused(
                "FILE: there are no columns of pixels, and none names files that are in "
                        + folder
                        + ", with or without their endings. A line needs a label and the pixels of a picture, or a label and the path of its file.",
                "id,label,split\na,cat,train\nb,dog,test\n");
        assertRefused(
                "FILE: line 3 names 'b?.png', which is no name of a file. Set data.on-error to skip to leave such lines out.",
                "image,label\na.png,cat\nb\0.png,dog\n");
        Path latin =
                Files.write(
                        folder.resolve("latin.csv"),
                        "label,a\nKäse,1\nBrot,2\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> open(latin))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        latin
                                + ": the text is not in UTF-8. Save it again so; spreadsheets call it CSV UTF-8.");
    }
}
