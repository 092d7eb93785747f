package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormsOfFilesTest {

    @TempDir private Path folder;

    private DataParts open(String name, Path path, String... settings) {
        List<String> all = new ArrayList<>();
        all.add("data.name=" + name);
        all.add("data.path='" + path + "'");
        all.add("data.validation=0");
        all.addAll(List.of(settings));
        return Datasets.open(RunConfig.of(all.toArray(String[]::new)).data(), 7);
    }

    private void assertRefused(String sentence, String name, Path path, String... settings) {
        assertThatThrownBy(() -> open(name, path, settings))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(sentence.replace("FILE", path.toString()));
    }

    private Path csv(String content) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), content);
    }

    @Test
    void readsDigitsAsKaggleHasThem() throws IOException {
        Path file = csv("label,pixel0,pixel1,pixel2,pixel3\n10,0,1,2,255\n9,4,5,6,7\n");

        ImageData all = open("csv", file, "data.test=1").test();

        assertThat(all.classes()).containsExactly("9", "10");
        assertThat(all.height()).isEqualTo(2);
        assertThat(all.width()).isEqualTo(2);
        assertThat(all.label(0)).isEqualTo(1);
        assertThat(all.image(0)).containsExactly(0, 1, 2, 255);
        assertThat(all.image(1)).containsExactly(4, 5, 6, 7);
    }

    @Test
    void readsATableWithoutAHeaderAndGzipped() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("cat,1,2,3\ndog,4,5,6\n".getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("t.csv.gz"), bytes.toByteArray());

        ImageData all =
                open("csv", file, "data.test=1", "data.image.size=1x1", "data.image.channels=3")
                        .test();

        assertThat(all.classes()).containsExactly("cat", "dog");
        assertThat(all.image(1)).containsExactly(4, 5, 6);
    }

    @Test
    void readsPicturesFromATableOfPaths() throws IOException {
        ImageData mnist = Datasets.open(RunConfig.of().data(), 0).test().first(4);
        PngFolder.write(mnist, folder.resolve("p"));
        String lines =
                IntStream.range(0, 4)
                        .mapToObj(
                                i -> {
                                    String name = mnist.classes().get(mnist.label(i));
                                    return String.format(
                                            Locale.ROOT, "p/%s/%05d.png,%s\n", name, i, name);
                                })
                        .collect(Collectors.joining());
        Path file = csv("path,label\n" + lines);

        ImageData all =
                open("csv", file, "data.test=1", "data.image.size=28x28", "data.image.channels=1")
                        .test();

        assertThat(all.classes()).containsExactly("0", "1", "2", "7");
        for (int i = 0; i < 4; i++) {
            assertThat(all.image(i)).isEqualTo(mnist.image(i));
        }
    }

    @Test
    void saysWhatIsWrongWithATable() throws IOException {
        assertRefused(
                "FILE: line 2, column 3 is 'x', but a pixel is a number. Where this line is a header, name the column of the labels 'label'.",
                "csv",
                csv("label,a,b,c,d\n1,0,x,0,0\n2,0,0,0,0\n"));
        assertRefused(
                "FILE: line 2 has 3 columns, but the first has 5. A line needs a label and the pixels of a picture, or a label and the path of its file.",
                "csv",
                csv("1,0,0,0,0\n1,0,25\n"));
        assertRefused(
                "FILE has 5 pixel columns, which are no picture of 2x2 with 1 channel. Set data.image.size and data.image.channels.",
                "csv",
                csv("1,0,0,0,0,0\n"));
        assertRefused(
                "FILE has a header, but no pictures. Set data.path to a table of pictures.",
                "csv",
                csv("label,a,b,c,d\n"));
        assertRefused("FILE has no lines. Set data.path to a table of pictures.", "csv", csv(""));
        assertRefused(
                "data.path is FILE, but data.name csv needs a .csv file, gzipped or not. Set data.path to one.",
                "csv",
                folder.resolve("no.csv"));
    }

    private Path npz(Object... namesAndArrays) throws IOException {
        return NpyBytes.npz(folder.resolve("arrays.npz"), namesAndArrays);
    }

    @Test
    void readsArraysOfNumPy() throws IOException {
        byte[] labels = {2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        Path file =
                npz(
                        "x_train", NpyBytes.of("|u1", "2, 1, 3", new byte[] {1, 2, 3, 4, 5, 6}),
                        "y_train", NpyBytes.of("<i8", "2,", labels),
                        "x_test", NpyBytes.of("|u1", "1, 1, 3", new byte[] {7, 8, 9}),
                        "y_test", NpyBytes.of("|u1", "1,", new byte[] {1}));

        DataParts parts = open("npz", file, "data.image.padding=1");

        assertThat(parts.train().classes()).containsExactly("0", "1", "2");
        assertThat(parts.train().label(0)).isEqualTo(2);
        assertThat(parts.train().image(1)).containsExactly(4, 5, 6);
        assertThat(parts.test().image(0)).containsExactly(7, 8, 9);
        assertThat(parts.preprocessing().inputShape()).containsExactly(1, 3, 5);
        assertThat(parts.preprocessing().mean().get(0)).isEqualTo(3.5f / 255);
    }

    @Test
    void saysWhatIsWrongWithArrays() throws IOException {
        byte[] images = NpyBytes.of("|u1", "1, 1, 1", new byte[1]);
        assertRefused(
                "FILE has the arrays [images], but none of pictures to train on with their labels. Name them images and labels, or x_train and y_train.",
                "npz",
                npz("images", images));
        assertRefused(
                "FILE has 1 picture, but 2 labels for them. Save arrays that belong together.",
                "npz",
                npz("images", images, "labels", NpyBytes.of("|u1", "2,", new byte[2])));
        assertRefused(
                "FILE, labels: its type <i99999999999 is none of numbers, truths or text. Save it as numbers, or as text with dtype=str.",
                "npz",
                npz("images", images, "labels", NpyBytes.of("<i99999999999", "1,", new byte[1])));
        assertRefused(
                "FILE: label 0 in labels is -1, but labels are whole numbers from 0 to 9999, or text. Correct the file.",
                "npz",
                npz("images", images, "labels", NpyBytes.of("|i1", "1,", new byte[] {-1})));
        assertRefused(
                "FILE: label 0 in labels is 65535, but labels are whole numbers from 0 to 9999, or text. Correct the file.",
                "npz",
                npz("images", images, "labels", NpyBytes.of("<u2", "1,", new byte[] {-1, -1})));
        assertRefused(
                "FILE, images: the array is cut short. Copy it again from where it came from.",
                "npz",
                npz("images", NpyBytes.of("|u1", "1, 9, 9", new byte[4]), "labels", images));
        assertRefused(
                "FILE, images: the array is larger than 2 GiB. Save fewer pictures, or as uint8.",
                "npz",
                npz(
                        "images",
                        NpyBytes.of("|u1", "100000, 1000, 1000", new byte[4]),
                        "labels",
                        images));
        assertRefused(
                "data.image asks for pictures of another size or other channels than the 1x1x1 that FILE has, and these are not resized. Leave size and channels out.",
                "npz",
                npz("images", images, "labels", NpyBytes.of("|u1", "1,", new byte[1])),
                "data.image.size=2x2",
                "data.test=1");
    }

    private Path idx(String prefix) throws IOException {
        Path idx = Files.createDirectories(folder.resolve("idx"));
        Files.write(idx.resolve(prefix + "train-images-idx3-ubyte"), IdxBytes.images(3));
        Files.write(idx.resolve(prefix + "train-labels-idx1-ubyte"), IdxBytes.labels(1, 0, 40));
        Files.write(
                idx.resolve(prefix + "test-images-idx3-ubyte.gz"),
                IdxBytes.gzip(IdxBytes.images(2)));
        Files.write(idx.resolve(prefix + "test-labels-idx1-ubyte"), IdxBytes.labels(0, 1));
        return idx;
    }

    @Test
    void readsAnyFilesInMnistsFormat() throws IOException {
        DataParts parts = open("idx", idx("my-"));

        assertThat(parts.train().classes()).hasSize(41);
        assertThat(parts.train().label(2)).isEqualTo(40);
        assertThat(parts.train().image(1)).containsExactly(6, 7, 8, 9, 10, 11); // 2 rows of 3
        assertThat(parts.test().size()).isEqualTo(2);
    }

    @Test
    void readsNothingButZerosAndOnesInMnistsFormatAsBlackAndWhite() throws IOException {
        Path idx = idx("");
        byte[] train = {0, 1, 1, 0};
        byte[] test = {1, 0};
        Files.write(idx.resolve("train-images-idx3-ubyte"), IdxBytes.idx(train, 0x803, 2, 1, 2));
        Files.write(idx.resolve("train-labels-idx1-ubyte"), IdxBytes.labels(0, 2));
        Files.delete(idx.resolve("test-images-idx3-ubyte.gz"));
        Files.write(idx.resolve("t10k-images-idx3-ubyte"), IdxBytes.idx(test, 0x803, 1, 1, 2));
        Files.delete(idx.resolve("test-labels-idx1-ubyte"));
        Files.write(idx.resolve("t10k-labels-idx1-ubyte"), IdxBytes.labels(2));

        for (String name : List.of("idx", "mnist")) {
            DataParts parts = open(name, idx);

            assertThat(parts.train().image(0)).containsExactly(0, -1);
            assertThat(parts.test().image(0)).containsExactly(-1, 0);
            assertThat(parts.notes())
                    .contains(
                            "the training pictures and the test pictures: there is no number above 1, so that 1 was read as 255, full brightness");
        }
        assertThat(open("idx", idx).notes())
                .contains(
                        "no picture is of class 1, for which the network has an output all the same");
    }

    @Test
    void turnsThePicturesOfEmnist() throws IOException {
        ImageData train = open("emnist", idx("emnist-balanced-")).train();

        assertThat(train.height()).isEqualTo(3);
        assertThat(train.image(1)).containsExactly(6, 9, 7, 10, 8, 11);
    }

    @Test
    void namesTheClassesOfKmnist() throws IOException {
        Path idx = idx("");
        assertRefused(
                "FILE has a label 40, but the classes of kmnist are 0 to 9. Set data.name to idx, or put the right files there.",
                "kmnist",
                idx);
        Files.write(idx.resolve("train-labels-idx1-ubyte"), IdxBytes.labels(1, 0, 9));

        assertThat(open("kmnist", idx).train().classes().get(9)).isEqualTo("wo");
    }

    /** Rows of eight numbers: class, series, writer, and five more; big-endian as all of IDX. */
    @Test
    void readsTheRowsOfLabelsOfQmnist() throws IOException {
        Path idx = Files.createDirectories(folder.resolve("qmnist"));
        Files.write(idx.resolve("qmnist-train-images-idx3-ubyte"), IdxBytes.images(3));
        Files.write(
                idx.resolve("qmnist-train-labels-idx2-int.gz"),
                IdxBytes.gzip(IdxBytes.rows(8, 5, 0, 9)));
        Files.write(idx.resolve("qmnist-test-images-idx3-ubyte"), IdxBytes.images(2));
        Files.write(idx.resolve("qmnist-test-labels-idx2-int"), IdxBytes.rows(8, 7, 1));

        DataParts parts = open("qmnist", idx);

        assertThat(parts.train().classes()).hasSize(10);
        assertThat(IntStream.range(0, 3).map(parts.train()::label)).containsExactly(5, 0, 9);
        assertThat(parts.test().label(0)).isEqualTo(7);

        Path labels = idx.resolve("qmnist-test-labels-idx2-int");
        Files.write(labels, IdxBytes.rows(8, 7, 300));
        assertThatThrownBy(() -> open("qmnist", idx))
                .hasMessage(
                        labels
                                + ": label 1 is 300, but the classes are 0 to 255. Correct the file,"
                                + " or choose the data set that it belongs to with data.name.");
        Files.write(labels, IdxBytes.labels(7, 1));
        assertThatThrownBy(() -> open("qmnist", idx))
                .hasMessage(
                        labels
                                + ": the file starts with 0x00000801 (labels), but an IDX file of"
                                + " labels starts with 0x00000c02. Put the right file under this"
                                + " name.");
        Files.write(labels, IdxBytes.idx(new byte[0], 0xc02, 2, 0));
        assertThatThrownBy(() -> open("qmnist", idx))
                .hasMessage(
                        labels
                                + ": the header declares rows of 0, but they must be of 1 to 16384."
                                + " Put an undamaged file there.");
    }

    @Test
    void saysWhichOfFourFilesIsNotThere() throws IOException {
        assertRefused(
                "FILE has 0 files that end in train-images-idx3-ubyte, gzipped or not, and one is needed. Put the files of one data set into a folder of their own.",
                "idx",
                folder);
    }

    @Test
    void namesTheFilesThatAPartMayHave() throws IOException {
        Path idx = idx("");
        Files.delete(idx.resolve("test-images-idx3-ubyte.gz"));
        assertRefused(
                "FILE has 0 files that end in t10k-images-idx3-ubyte or test-images-idx3-ubyte, gzipped or not, and one is needed. Put the files of one data set into a folder of their own.",
                "idx",
                idx);
    }

    @Test
    void findsFilesInFoldersOfTheirNames() throws IOException {
        Path idx = folder.resolve("unpacked");
        for (String part : List.of("train", "t10k")) {
            for (String name : List.of(part + "-images.idx3-ubyte", part + "-labels.idx1-ubyte")) {
                Path of = Files.createDirectories(idx.resolve(name));
                Files.write(
                        of.resolve(name),
                        name.contains("images")
                                ? IdxBytes.images(2)
                                : IdxBytes.labels(0, part.equals("train") ? 1 : 0));
            }
        }

        assertThat(open("idx", idx).train().size()).isEqualTo(2);
        assertThat(open("mnist", idx).test().label(1)).isZero();
    }

    /** Red, green and blue planes whose first values are the number, 100 and 200. */
    private static byte[] cifar(int labelBytes, int... labels) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int label : labels) {
            byte[] picture = new byte[labelBytes + 3072];
            picture[labelBytes - 1] = (byte) label;
            picture[labelBytes] = (byte) label;
            picture[labelBytes + 1024] = 100;
            picture[labelBytes + 2048] = (byte) 200;
            file.writeBytes(picture);
        }
        return file.toByteArray();
    }

    @Test
    void readsCifar10FromAFolder() throws IOException {
        Path binary = Files.createDirectory(folder.resolve("cifar-10-batches-bin"));
        for (int i = 1; i <= 5; i++) {
            Files.write(binary.resolve("data_batch_" + i + ".bin"), cifar(1, i, 0));
        }
        Files.write(binary.resolve("test_batch.bin"), cifar(1, 9));
        Files.writeString(
                binary.resolve("batches.meta.txt"),
                "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n");

        DataParts parts = open("cifar-10", folder);

        assertThat(parts.train().size()).isEqualTo(10);
        assertThat(parts.train().label(8)).isEqualTo(5);
        assertThat(parts.train().image(8)).startsWith(5, 100, 200, 0, 0, 0);
        assertThat(parts.test().classes().get(parts.test().label(0))).isEqualTo("truck");
    }

    @Test
    void readsCifar100FromAnArchive() throws IOException {
        Path archive = folder.resolve("cifar-100-binary.tar.gz");
        try (OutputStream tar = new GZIPOutputStream(Files.newOutputStream(archive))) {
            add(tar, "cifar-100-binary/train.bin", cifar(2, 99, 3));
            add(tar, "cifar-100-binary/test.bin", cifar(2, 42));
            tar.write(new byte[1024]);
        }

        DataParts parts = open("cifar-100", archive);

        assertThat(parts.train().label(0)).isEqualTo(99);
        assertThat(parts.test().label(0)).isEqualTo(42);
        assertThat(parts.train().classes()).hasSize(100);
    }

    /** A header of 512 bytes by POSIX ustar, then the content in blocks of 512. */
    private static void add(OutputStream tar, String name, byte[] content) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(512);
        header.put(0, name.getBytes(StandardCharsets.US_ASCII));
        header.put(100, "0000644\0".getBytes(StandardCharsets.US_ASCII));
        header.put(108, "0000000\0000000000\0".getBytes(StandardCharsets.US_ASCII));
        header.put(
                124,
                String.format(Locale.ROOT, "%011o ", content.length)
                        .getBytes(StandardCharsets.US_ASCII));
        header.put(136, "00000000000 ".getBytes(StandardCharsets.US_ASCII));
        header.put(148, "        0".getBytes(StandardCharsets.US_ASCII));
        header.put(257, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
        int sum = 0;
        for (byte value : header.array()) {
            sum += value & 0xff;
        }
        header.put(
                148,
                String.format(Locale.ROOT, "%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII));
        tar.write(header.array());
        tar.write(content);
        tar.write(new byte[(512 - content.length % 512) % 512]);
    }

    @Test
    void saysThatCifarIsInAnotherVersion() throws IOException {
        Path python = Files.createDirectories(folder.resolve("cifar-10-batches-py"));
        Files.writeString(python.resolve("data_batch_1"), "pickled");
        assertRefused(
                "FILE has the Python version of cifar-10, which is not read, for a pickle is a program. Set data.path to the binary version, cifar-10-binary.tar.gz, which is on the same page.",
                "cifar-10",
                folder);
        Path archive = folder.resolve("cifar-100-matlab.tar.gz");
        try (OutputStream tar = new GZIPOutputStream(Files.newOutputStream(archive))) {
            add(tar, "cifar-100-matlab/train.mat", new byte[3]);
            tar.write(new byte[1024]);
        }
        assertRefused(
                "FILE has the MATLAB version of cifar-100, which is not read. Set data.path to the binary version, cifar-100-binary.tar.gz, which is on the same page.",
                "cifar-100",
                archive);
    }

    @Test
    void saysWhatIsWrongWithCifar() throws IOException {
        Files.write(folder.resolve("train.bin"), cifar(2, 100));
        assertRefused(
                "FILE: a label is 100, but the classes are 0 to 99. Copy the files again, or choose the data set that they belong to with data.name.",
                "cifar-100",
                folder);
        Files.write(folder.resolve("train.bin"), new byte[3073]);
        assertRefused(
                "FILE: the file train.bin has 3073 bytes, which are no whole number of pictures of 3074. Copy it again from where it came from.",
                "cifar-100",
                folder);
        assertRefused(
                "FILE has no file data_batch_1.bin. Set data.path to the folder or the archive of the binary version of cifar-10.",
                "cifar-10",
                folder);
    }
}
