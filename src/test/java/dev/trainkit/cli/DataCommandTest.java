package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {

    @TempDir private Path folder;

    private void png(String name, int grey) throws IOException {
        BufferedImage picture = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 4; i++) {
            picture.getRaster().setSample(i % 2, i / 2, 0, grey);
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(picture, "png", file.toFile());
    }

    @BeforeEach
    void writePictures() throws IOException {
        png("train/cat/1.png", 0);
        png("train/cat/2.png", 255);
        png("train/cat/3.png", 255);
        png("train/cat/4.png", 0);
        png("train/dog/1.png", 51);
        png("train/dog/2.png", 204);
        png("test/cat/9.png", 51);
        Files.writeString(folder.resolve("train/dog/3.jpg"), "not a picture");
    }

    private Ran data(String... more) {
        String[] arguments = {
            "data",
            "--set=data.name=image-folder",
            "--set=data.path='" + folder + "'",
            "--set=data.image.size=2x2",
            "--set=data.image.channels=1",
            "--set=data.validation=0"
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Ran.here(all);
    }

    @Test
    void writesASplitThatARunTakes() throws IOException {
        Path split = folder.resolveSibling(folder.getFileName() + ".csv");
        Ran ran = data("--split=" + split);
        assertThat(ran.exitCode()).isZero();
        assertThat(Files.readString(split))
                .isEqualTo(
                        """
                        part,class,picture
                        train,cat,train/cat/1.png
                        train,dog,train/dog/1.png
                        train,cat,train/cat/2.png
                        train,dog,train/dog/2.png
                        train,cat,train/cat/3.png
                        train,cat,train/cat/4.png
                        """);
        Files.writeString(
                split,
                Files.readString(split)
                        .replace("train,dog,train/dog/2", "validation,dog,train/dog/2"));
        Ran again = data("--set=data.split-file='" + split + "'", "--json");
        assertThat(again.exitCode()).isZero();
        JsonNode parts = new ObjectMapper().readTree(again.out()).get("parts");
        assertThat(parts.findValuesAsText("pictures")).containsExactly("5", "1", "1");
        Files.delete(split);
    }

    @Test
    void saysWhatTheDataAreMadeOfAndWhatIsOddAboutThem() {
        Ran ran = data();

        assertThat(ran)
                .isEqualTo(
                        new Ran(
                                0,
                                """
                                Pictures    2x2, grey
                                Mean        0.5000
                                Deviation   0.4435

                                class       train  validation        test
                                cat             4           0           1
                                dog             2           0           0
                                all             6           0           1

                                Balance     cat has 2.0 times as many training pictures as dog
                                Missing     test has no picture of dog
                                The same    1 pictures are in two parts
                                  DIR/train/dog/1.png (train, dog) = DIR/test/cat/9.png (test, cat)
                                The same    2 pictures are twice in a part
                                  DIR/train/cat/1.png (train, cat) = DIR/train/cat/4.png (train, cat)
                                  DIR/train/cat/2.png (train, cat) = DIR/train/cat/3.png (train, cat)
                                The same    1 pictures are of two classes
                                  DIR/train/dog/1.png (train, dog) = DIR/test/cat/9.png (test, cat)
                                Unreadable  1 pictures
                                  DIR/train/dog/3.jpg: this is not a picture in a format that can be read here (BMP, GIF, JPEG, PNG, PNM, TIFF, WebP). Save the picture as PNG or JPEG.
                                """
                                        .replace("DIR", folder.toString()),
                                ""));
    }

    @Test
    void printsAllOfItAsJson() throws IOException {
        JsonNode audit = new ObjectMapper().readTree(data("--json").out());

        assertThat(audit.at("/parts/0/classes/cat").asInt()).isEqualTo(4);
        assertThat(audit.at("/parts/2/name").asText()).isEqualTo("test");
        assertThat(audit.get("same")).hasSize(3);
        assertThat(audit.get("unreadable")).hasSize(1);
        assertThat(audit.at("/mean/0").asDouble()).isEqualTo(0.5);
    }

    @Test
    void drawsASheetOfPicturesAsTheNetworkSeesThem() throws IOException {
        Path sheet = folder.resolve("sheet.png");

        assertThat(data("--sheet=" + sheet).exitCode()).isZero();

        BufferedImage picture = ImageIO.read(sheet.toFile());
        assertThat(picture.getWidth()).isEqualTo(2 + 12 * 50);
        assertThat(picture.getHeight()).isEqualTo(2 + 2 * 50);
        assertThat(picture.getRGB(10, 10) & 0xffffff).isZero(); // the first cat
        assertThat(picture.getRGB(60, 10) & 0xffffff).isEqualTo(0xffffff); // the second
        assertThat(picture.getRGB(10, 60) & 0xffffff).isEqualTo(0x333333); // the first dog
        assertThat(picture.getRGB(220, 60) & 0xffffff).isEqualTo(0x808080); // there are two
    }

    @Test
    void saysWhereTheSheetCouldNotBeWritten() {
        Path sheet = folder.resolve("no/sheet.png");

        Ran ran = data("--sheet=" + sheet);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith("The sheet could not be written to " + sheet + " (")
                .endsWith("Name another file with --sheet.\n");
    }
}
