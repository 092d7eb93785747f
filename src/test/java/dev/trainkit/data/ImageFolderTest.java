package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.trainkit.Slow;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import dev.trainkit.config.RunConfig;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {

    @TempDir private Path folder;

    private DataParts open(String... settings) {
        List<String> all = new ArrayList<>(List.of("data.name=image-folder"));
        all.add("data.path='" + folder + "'");
        all.addAll(List.of(settings));
        return Datasets.open(RunConfig.of(all.toArray(String[]::new)).data(), 7);
    }

    private Path png(String name, int grey) throws IOException {
        BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 16; i++) {
            picture.getRaster().setSample(i % 4, i / 4, 0, grey);
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    private Path file(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private void catsAndDogs() throws IOException {
        for (int i = 0; i < 10; i++) {
            png(String.format(Locale.ROOT, "cat/%d.png", i), 10 + i);
            png(String.format(Locale.ROOT, "dog/%d.png", i), 100 + i);
        }
    }

    private static List<String> names(ImageData part) {
        return IntStream.range(0, part.size())
                .mapToObj(i -> Path.of(part.name(i)).getFileName() + " " + part.label(i))
                .toList();
    }

    private void assertRefused(String sentence, String... settings) {
        assertThatThrownBy(() -> open(settings))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(sentence.replace("DIR", folder.toString()));
    }

    @Test
    void putsPicturesInTheOrderOfTheirNamesAndThenOfTheClasses() throws IOException {
        for (String name : List.of("b/2.png", "a/10.png", "b/1.png", "a/1.png", "b/10.png")) {
            png(name, 50);
        }
        png("test/a/1.png", 0);
        Files.move(
                folder.resolve("a"), Files.createDirectory(folder.resolve("train")).resolve("a"));
        Files.move(folder.resolve("b"), folder.resolve("train/b"));

        DataParts parts = open("data.validation=0");

        assertThat(parts.train().classes()).containsExactly("a", "b");
        assertThat(names(parts.train()))
                .containsExactly("1.png 0", "1.png 1", "10.png 0", "10.png 1", "2.png 1");
        assertThat(names(parts.test())).containsExactly("1.png 0");
    }

    @Test
    void keepsTheBytesOfPicturesThatHaveTheSizeAlready() throws IOException {
        ImageData mnist = Datasets.open(new DataConfig().whole(), 0).train();
        ImageData some = mnist.first(50);
        PngFolder.write(some, folder.resolve("train"));
        png("test/7/0.png", 0);

        DataParts parts =
                open("data.validation=0", "data.image.size=28x28", "data.image.channels=1");

        assertThat(parts.train().sha256()).isEqualTo(some.sha256());
        PixelStatistics statistics = PixelStatistics.of(some);
        assertThat(parts.preprocessing().mean()).isEqualTo(statistics.mean());
        assertThat(parts.preprocessing().std()).isEqualTo(statistics.std());
    }

    @Test
    @Slow
    void computesTheMeanAndDeviationOfMnistAsTheyArePublished() {
        ImageData mnist = Datasets.open(new DataConfig().whole(), 0).train();

        assertThat(PixelStatistics.of(mnist).mean().get(0)).isCloseTo(0.1307f, within(5e-5f));
        assertThat(PixelStatistics.of(mnist).std().get(0)).isCloseTo(0.3081f, within(5e-5f));
    }

    @Test
    void computesMeanAndDeviationOfTheTrainingPartAlone() throws IOException {
        png("train/a/1.png", 0);
        png("train/b/1.png", 255);
        png("test/a/1.png", 255);

        Preprocessing preprocessing = open("data.validation=0").preprocessing();

        assertThat(preprocessing.mean()).containsExactly(0.5f, 0.5f, 0.5f);
        assertThat(preprocessing.std()).containsExactly(0.5f, 0.5f, 0.5f);
    }

    @Test
    void takesMeanAndDeviationFromTheConfiguration() throws IOException {
        catsAndDogs();

        Preprocessing preprocessing =
                open("data.image.channels=1", "data.image.mean=[0.25]", "data.image.std=[0.75]")
                        .preprocessing();

        assertThat(preprocessing.mean()).containsExactly(0.25f);
        assertThat(preprocessing.std()).containsExactly(0.75f);
        assertRefused(
                "data.image.mean has 1 values, but the pictures have 3 channels. Give one for each.",
                "data.image.mean=[0.25]",
                "data.image.std=[0.75]");
    }

    @Test
    void keepsATenthOfEachClassOutForTheTestWhereThereIsNoTestPart() throws IOException {
        catsAndDogs();

        DataParts parts = open();

        assertThat(parts.test().size()).isEqualTo(2);
        assertThat(parts.test().label(0)).isNotEqualTo(parts.test().label(1));
        assertThat(parts.validation().size()).isEqualTo(2);
        List<String> all = new ArrayList<>(names(parts.train()));
        all.addAll(names(parts.validation()));
        all.addAll(names(parts.test()));
        assertThat(all).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void keepsTheSameTestPartOutWhateverTheValidation() throws IOException {
        catsAndDogs();

        assertThat(names(open("data.validation=0", "data.test=0.3").test()))
                .isEqualTo(names(open("data.validation=0.4", "data.test=0.3").test()))
                .hasSize(6);
    }

    @Test
    void takesTheValidationPartThatThereIs() throws IOException {
        for (String part : List.of("train", "val", "test")) {
            png(part + "/a/%s.png".formatted(part), 1);
            png(part + "/b/%s.png".formatted(part), 2);
        }

        DataParts parts = open();

        assertThat(names(parts.train())).containsExactly("train.png 0", "train.png 1");
        assertThat(names(parts.validation())).containsExactly("val.png 0", "val.png 1");
        assertThat(names(parts.test())).containsExactly("test.png 0", "test.png 1");
        assertRefused(
                "data.test is 0.5, but image-folder has a test part of its own. Leave data.test out.",
                "data.test=0.5");
    }

    @Test
    void readsNamesInChineseAndWithSpacesAndLeavesOutWhatIsHidden() throws IOException {
        png("猫/第 一.png", 1);
        png("two words/a b.png", 2);
        Files.writeString(folder.resolve(".DS_Store"), "x");
        Files.writeString(folder.resolve("猫/Thumbs.db"), "x");

        DataParts parts = open("data.validation=0", "data.test=1");

        assertThat(parts.test().classes()).containsExactly("two words", "猫");
        assertThat(names(parts.test())).containsExactly("a b.png 0", "第 一.png 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb.png", "grey.png", "grey16.png", "palette.png", "alpha.png", "cmyk.jpg",
                "progressive.jpg", "turned.jpg", "rgb.bmp", "two-frames.gif", "rgb.tiff", "rgb.webp"
            })
    void makesThePixelsThatPredictMakesOfEachFormat(String name) throws IOException {
        byte[] content = PicturesTest.resource(name);
        file("a/" + name, content);
        png("b/z.png", 0);

        DataParts parts = open("data.test=1", "data.image.size=9x7", "data.image.background=black");

        int picture = names(parts.test()).indexOf(name + " 0");
        assertThat(parts.test().image(picture))
                .isEqualTo(
                        PicturePixels.of(
                                Pictures.read(content, name, 0),
                                parts.preprocessing(),
                                Background.AUTO));
    }

    @Test
    void showsTheBackgroundThroughAPaletteWithTransparency() throws IOException {
        BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_INDEXED, palette());
        picture.getRaster().setSample(1, 1, 0, 1);
        Files.createDirectories(folder.resolve("a"));
        ImageIO.write(picture, "png", folder.resolve("a/p.png").toFile());
        png("b/z.png", 0);

        ImageData test =
                open("data.test=1", "data.image.size=4x4", "data.image.background='#102030'")
                        .test();

        assertThat(test.image(0)).startsWith(0x10, 0x20, 0x30, 0x10, 0x20, 0x30);
        assertThat(Arrays.copyOfRange(test.image(0), 15, 18))
                .containsExactly((byte) 200, (byte) 100, (byte) 50);
    }

    private static IndexColorModel palette() {
        byte[] red = {0, (byte) 200};
        byte[] green = {0, (byte) 100};
        byte[] blue = {0, (byte) 50};
        return new IndexColorModel(1, 2, red, green, blue, 0);
    }

    @Test
    void fitsPicturesAsTheConfigurationSays() throws IOException {
        BufferedImage wide = new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 4; y++) { // red, white in the middle, red
            for (int x = 0; x < 8; x++) {
                wide.setRGB(x, y, (x < 2 || x > 5 ? Color.RED : Color.WHITE).getRGB());
            }
        }
        Files.createDirectories(folder.resolve("a"));
        ImageIO.write(wide, "png", folder.resolve("a/a.png").toFile());
        png("b/z.png", 0);

        assertThat(greens("contain")).isEqualTo("7f 7f 7f 7f|24 df df 24|24 df df 24|7f 7f 7f 7f");
        assertThat(greens("cover")).isEqualTo("ff ff ff ff|ff ff ff ff|ff ff ff ff|ff ff ff ff");
        assertThat(greens("stretch")).isEqualTo("24 df df 24|24 df df 24|24 df df 24|24 df df 24");
    }

    private String greens(String fit) {
        byte[] values =
                open(
                                "data.test=1",
                                "data.image.size=4x4",
                                "data.image.fit=" + fit,
                                "data.image.background='#7f7f7f'")
                        .test()
                        .image(0);
        return IntStream.range(0, 4)
                .mapToObj(
                        y ->
                                IntStream.range(0, 4)
                                        .mapToObj(
                                                x ->
                                                        String.format(
                                                                Locale.ROOT,
                                                                "%02x",
                                                                values[(4 * y + x) * 3 + 1]))
                                        .reduce((a, b) -> a + " " + b)
                                        .orElseThrow())
                .reduce((a, b) -> a + "|" + b)
                .orElseThrow();
    }

    /** 60,000 x 60,000 by its header, in less than 100 bytes. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(header);
        out.writeBytes("IHDR");
        out.writeInt(60_000);
        out.writeInt(60_000);
        out.write(new byte[] {8, 0, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(header.toByteArray());
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        out = new DataOutputStream(png);
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        out.writeInt(13);
        out.write(header.toByteArray());
        out.writeInt((int) crc.getValue());
        out.writeInt(0);
        out.writeBytes("IDAT");
        out.writeInt(0x35af061e);
        return png.toByteArray();
    }

    @Test
    void refusesABombByItsHeader() throws IOException {
        catsAndDogs();
        file("cat/bomb.png", bomb());

        assertRefused(
                "DIR/cat/bomb.png: the picture is 60000x60000, more than the 100,000,000 pixels that are read. Scale it down. Set data.on-error to skip to leave such pictures out.");
    }

    @Test
    void namesTheFirstUnreadablePictureOrLeavesThemOut() throws IOException {
        catsAndDogs();
        byte[] jpeg = PicturesTest.resource("smooth.jpg");
        file("dog/half.jpg", Arrays.copyOf(jpeg, jpeg.length / 2));
        file("cat/note.png", "no picture".getBytes(StandardCharsets.UTF_8));

        assertRefused(
                "DIR/dog/half.jpg: the picture is damaged (No image data present to read). Copy it again from where it came from. So it is with 2 pictures in all. Set data.on-error to skip to leave such pictures out.");

        DataParts parts = open("data.on-error=skip", "data.test=1");
        assertThat(parts.test().size()).isEqualTo(20);
        assertThat(names(parts.test())).doesNotContain("half.jpg 1", "note.png 0");
        assertThat(parts.unreadable()).hasSize(2);
        assertThat(DataNotes.of(open("data.on-error=skip"), 0))
                .containsExactly(
                        "2 unreadable pictures are left out; the first: "
                                + folder
                                + "/dog/half.jpg: the picture is damaged (No image data present to read). Copy it again from where it came from.");
    }

    @Test
    void saysThatNoPictureOfAPartCanBeRead() throws IOException {
        for (String name : List.of("train/a/1.png", "train/a/2.png", "train/b/3.png")) {
            file(name, "no picture".getBytes(StandardCharsets.UTF_8));
        }
        png("test/a/1.png", 1);
        String what =
                "this is not a picture in a format that can be read here (%s). Save the picture as PNG or JPEG."
                        .formatted(Pictures.readable());

        assertRefused(
                "DIR/train/a/1.png: " + what + " None of the 3 pictures to train on can be read.",
                "data.on-error=skip");

        png("train/a/1.png", 1);
        file("test/a/1.png", "no picture".getBytes(StandardCharsets.UTF_8));
        assertRefused(
                "DIR/test/a/1.png: " + what + " It is the only picture for the test.",
                "data.on-error=skip");
        png("test/a/1.png", 2);
        DataParts parts = open("data.on-error=skip", "data.validation=0");
        assertThat(DataNotes.of(parts, 1))
                .contains("no picture to train on is of class b, so that nothing is learned of it");
    }

    @Test
    void takesOneClassAloneForATest() throws IOException {
        png("cat/1.png", 0);

        assertThat(names(open("data.test=1").test())).containsExactly("1.png 0");
    }

    @Test
    void refusesAnEmptyClass() throws IOException {
        catsAndDogs();
        Files.createDirectory(folder.resolve("bird"));

        assertRefused("DIR/bird has no pictures. Put some there, or take the folder away.");
    }

    @Test
    void refusesAClassInTestThatTrainingLacks() throws IOException {
        png("train/a/1.png", 0);
        png("train/b/1.png", 0);
        png("test/c/1.png", 0);

        assertRefused(
                "DIR/test/c has pictures of a class that there is none of in DIR/train. Put some there, or take the folder away.");
    }

    @Test
    void refusesOneClassOnly() throws IOException {
        png("cat/1.png", 0);

        assertRefused(
                "DIR has one class only, cat: there is nothing to tell apart. Put a folder of pictures of another class beside it.");
    }

    @Test
    void refusesAFolderWithoutClassesAndOnesThatAreNotThere() throws IOException {
        assertRefused(
                "DIR has no folders of pictures. data.path must be a folder that has one for each class.");
        png("train/a/1.png", 0);
        png("train/b/1.png", 0);
        png("extra/b/1.png", 0);
        assertRefused("DIR/extra is beside train, but is neither val nor test. Move it away.");
        String expected =
                "Set it to a folder that has a folder of pictures for each class, or such folders in train, val and test.";
        assertRefused(
                "data.path is DIR/no, but there is no such folder. " + expected,
                "data.path='" + folder.resolve("no") + "'");
        Path file = folder.resolve("train/a/1.png");
        assertRefused(
                "data.path is " + file + ", but that is a file. " + expected,
                "data.path='" + file + "'");
        assertRefused(
                "data.name is image-folder, which has no usual place. Set data.path to a folder that has a folder of pictures for each class.",
                "data.path=null");
    }

    @Test
    void tellsHowFarItIs() throws IOException {
        catsAndDogs();
        List<Integer> heard = new ArrayList<>();

        Datasets.open(
                RunConfig.of("data.name=image-folder", "data.path='" + folder + "'").data(),
                7,
                (done, total) -> {
                    synchronized (heard) {
                        heard.add(done);
                        assertThat(total).isEqualTo(20);
                    }
                });

        assertThat(heard)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.iterate(1, i -> i + 1).limit(20).toList());
    }
}
