package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of a folder are taken as pictures of which class; none of them is read. */
class ClassFoldersTest {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};

    @TempDir private Path root;

    private void files(String... names) throws IOException {
        for (String name : names) {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x");
        }
    }

    private void link(String name, String target) throws IOException {
        Path link = root.resolve(name);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, root.resolve(target));
    }

    private List<String> pictures() {
        ClassFolders folders = ClassFolders.in(root);
        return folders.pictures().stream()
                .map(file -> root.relativize(file.file()) + " " + file.label())
                .toList();
    }

    private List<String> notes() {
        return ClassFolders.in(root).notes().stream()
                .map(note -> note.replace(root.toString(), "DIR"))
                .toList();
    }

    private void assertRefused(String sentence) {
        assertThatThrownBy(() -> ClassFolders.in(root))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(sentence.replace("DIR", root.toString()));
    }

    @Test
    void takesPicturesInFoldersWithinAClassFolderAsOfThatClass() throws IOException {
        files("dark/2023/trip/b.png", "dark/a.png", "light/2023/trip/a.png", "light/z.png");
        Files.createDirectories(root.resolve("dark/nothing"));

        assertThat(pictures())
                .containsExactly(
                        "light/2023/trip/a.png 1",
                        "dark/2023/trip/b.png 0",
                        "dark/a.png 0",
                        "light/z.png 1");
        assertThat(notes()).isEmpty();
    }

    @Test
    void takesWhatEndsInAnyWayAsAPictureUnlessItIsKnownAsNone() throws IOException {
        files("a/IMG.JPG", "a/n02119789_1", "a/photo.jfif", "b/x.unknown");

        assertThat(pictures())
                .containsExactly(
                        "a/IMG.JPG 0", "a/n02119789_1 0", "a/photo.jfif 0", "b/x.unknown 1");
    }

    @Test
    void passesOverWhatSystemsAndArchiversLeave() throws IOException {
        files("a/1.png", "b/1.png", "a/thumbs.db", "b/DESKTOP.INI", ".DS_Store", "a/._1.png");
        files("__MACOSX/a/._1.png", "a/@eaDir/1.png/SYNO@.jpg", "b/Icon\r", "Thumbs.db");
        files("$RECYCLE.BIN/x.png", "a/.ipynb_checkpoints/1.png", ".AppleDouble/1.png");

        ClassFolders folders = ClassFolders.in(root);

        assertThat(folders.classNames()).containsExactly("a", "b");
        assertThat(folders.pictures()).hasSize(2);
        assertThat(folders.passedOver()).isEqualTo(11);
        assertThat(notes())
                .containsExactly(
                        "11 files that systems and archivers leave are passed over; the first: DIR/$RECYCLE.BIN/x.png");
    }

    @Test
    void passesOverNotesAndArchivesButNotAPictureThatIsNamedAsOne() throws IOException {
        files("a/1.png", "b/1.png", "README.txt", "labels.CSV", "a/notes.md", "a/LICENSE");
        files("b.zip", "b/about.html", "a/readme");
        Files.write(root.resolve("b/picture.txt"), PNG);

        assertThat(pictures()).containsExactly("a/1.png 0", "b/1.png 1", "b/picture.txt 1");
        assertThat(notes())
                .containsExactly(
                        "6 files with the names of notes are passed over; the first: DIR/README.txt",
                        "1 archive is not looked into: DIR/b.zip. Unpack it if its pictures are wanted.");
    }

    @Test
    void saysThatPicturesLieBesideTheFoldersOfClasses() throws IOException {
        files("a/1.png", "b/1.png", "cover.jpg");
        assertThat(notes())
                .containsExactly(
                        "1 file lies beside the folders of classes, in none of them, and is left out: DIR/cover.jpg");

        files("loose.png");
        assertThat(notes())
                .containsExactly(
                        "2 files lie beside the folders of classes, in none of them, and are left out; the first: DIR/cover.jpg");
    }

    @ParameterizedTest
    @CsvSource({
        "Train,Val,Test",
        "training,validation,testing",
        "train,dev,test",
        "TRAIN,valid,Test",
        "training_set,Dev,test_set",
        "train,VAL,Testing"
    })
    void takesPartsByTheNamesThatPeopleGiveThem(String train, String validation, String test)
            throws IOException {
        for (String part : List.of(train, validation, test)) {
            files(part + "/dark/" + part + ".png", part + "/light/" + part + ".png");
        }
        files(train + "/dark/more.png", "docs/paper.pdf", "__MACOSX/._x");

        ClassFolders folders = ClassFolders.in(root);

        assertThat(folders.classNames()).containsExactly("dark", "light");
        assertThat(List.of(folders.train(), folders.validation(), folders.test()))
                .containsExactly(3, 2, 2);
        assertThat(folders.passedOver()).isEqualTo(2);
        assertThat(ClassFolders.classesIn(root)).containsExactly("dark", "light");
        assertThat(pictures().subList(3, 5))
                .containsExactly(
                        validation + "/dark/" + validation + ".png 0",
                        validation + "/light/" + validation + ".png 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "Train"})
    void takesTrainsAsAClassAmongOtherVehicles(String train) throws IOException {
        files("bus/1.png", "plane/1.png", train + "/1.png");

        assertThat(ClassFolders.in(root).classNames()).contains("bus", "plane", train);
    }

    @Test
    void refusesPartsThatAreThereTwice() throws IOException {
        files("train/a/1.png", "train/b/1.png", "val/a/1.png", "dev/a/1.png");

        assertRefused(
                "DIR has dev and val, which are names of one part. Put their pictures into one folder, or move one away.");
    }

    @Test
    void refusesAPartBesideClasses() throws IOException {
        files("a/1.png", "b/1.png", "Test/a/1.png");

        assertRefused(
                "DIR/Test is named as a part is, and has folders in it, but a is beside it. Put the classes to learn from into a folder train, or give it another name.");
    }

    @Test
    void refusesPartsWithoutOneToTrainOn() throws IOException {
        files("test/a/1.png", "test/b/1.png");

        assertRefused(
                "DIR has test, but no folder train to learn from. Put one beside it, or set data.path to DIR/test to have its folders as classes.");
    }

    @Test
    void saysThatPartsWithinAClassAreNone() throws IOException {
        files("a/train/1.png", "a/test/1.png", "b/1.png");
        assertThat(notes())
                .containsExactly(
                        "2 folders are named as parts are, but their pictures are taken as of the classes whose folders they are in; the first: DIR/a/test");

        Files.move(root.resolve("a/train"), root.resolve("a/2023"));
        assertThat(notes())
                .containsExactly(
                        "DIR/a/test is named as a part is, but its pictures are taken as of the class whose folder it is in");
    }

    @Test
    void takesTwoSpellingsOfOneNameAsOneClass() throws IOException {
        String composed = "caf\u00e9";
        String decomposed = "cafe\u0301";
        files("train/" + composed + "/1.png", "train/tea/1.png", "val/" + decomposed + "/2.png");

        ClassFolders folders = ClassFolders.in(root);

        assertThat(folders.classNames()).containsExactly(composed, "tea");
        assertThat(pictures())
                .containsExactly(
                        "train/" + composed + "/1.png 0",
                        "train/tea/1.png 1",
                        "val/" + decomposed + "/2.png 0");
        assertThat(notes())
                .containsExactly(
                        "the name "
                                + composed
                                + " is spelled in two ways by Unicode, which look alike and are taken as one class");

        files("train/" + decomposed + "/1.png");
        assertThat(ClassFolders.in(root).classNames()).containsExactly(decomposed, "tea");
        assertThat(pictures()).hasSize(4).contains("train/" + composed + "/1.png 0");
    }

    @Test
    void saysThatClassesDifferInCaseAlone() throws IOException {
        files("Cat/1.png", "cat/1.png", "dog/1.png");

        assertThat(notes())
                .containsExactly(
                        "the classes Cat and cat differ in case alone, and are two classes");

        files("train/cat/1.png", "train/dog/1.png", "test/Cat/1.png");
        for (String name : List.of("Cat", "cat", "dog")) {
            Files.delete(root.resolve(name + "/1.png"));
        }
        assertRefused(
                "DIR/test/Cat has pictures of a class that there is none of in DIR/train. There is cat, which differs in case: rename one of the two.");
    }

    @Test
    void followsLinksOutOfTheDataButNotInACircle() throws IOException {
        Path data = Files.createDirectories(root.resolve("data"));
        files("elsewhere/1.png", "elsewhere/deep/2.png", "data/a/1.png", "data/b/1.png");
        link("data/a/far", "elsewhere");
        link("data/a/again", "elsewhere/deep");
        link("data/a/up", "data");
        link("data/a/self", "data/a");
        link("elsewhere/deep/round", "elsewhere");
        link("data/all", "data");
        link("data/b/other.png", "elsewhere/1.png");

        root = data;

        assertThat(pictures())
                .containsExactly(
                        "a/1.png 0",
                        "b/1.png 1",
                        "a/again/2.png 0",
                        "a/again/round/1.png 0", // which far leads to, too
                        "b/other.png 1");
        assertThat(notes())
                .containsExactly(
                        "5 links lead to folders that are read already, and are not followed; the first: DIR/all");
    }

    @Test
    void leavesItToReadingToSayThatALinkLeadsNowhere() throws IOException {
        files("a/1.png", "b/1.png");
        link("a/gone.png", "nowhere");
        link("b/loop.png", "b/loop.png");

        assertThat(pictures()).hasSize(4);
    }

    @Test
    void saysWhatIsThereInThePlaceOfClasses() throws IOException {
        files("1.png");
        assertRefused(
                "DIR has no folders of pictures, but 1 file. Put the pictures into a folder for each class.");
        files("2.png");
        assertRefused(
                "DIR has no folders of pictures, but 2 files. Put the pictures into a folder for each class.");
        files("train.zip");
        assertRefused(
                "DIR has no folders of pictures, but the archive train.zip. Unpack it, and set data.path to the folder that has one for each class.");
        files("a/1.png", "b/notes.txt");
        assertRefused(
                "DIR/b has no pictures, only 1 file of another kind. Put some there, or take the folder away.");
        root = root.resolve("train.zip");
        assertRefused(
                "data.path is DIR, but that is an archive. Unpack it. Set it to a folder that has a folder of pictures for each class, or such folders in train, val and test.");
    }

    @Test
    void looksForTheClassesOneFolderDeeper() throws IOException {
        files("dataset/a/1.png", "dataset/b/1.png", "__MACOSX/dataset/._a");
        ClassFolders folders = ClassFolders.in(root);

        assertThatThrownBy(folders::requireSeveralClasses)
                .hasMessage(
                        "DIR has one class only, dataset: there is nothing to tell apart. Put a folder of pictures of another class beside it, or set data.path to DIR/dataset if the classes are in there."
                                .replace("DIR", root.toString()));
    }

    @Test
    void passesOverAPipeWithoutWaitingForIt() throws IOException, InterruptedException {
        files("a/1.png", "b/1.png");
        String pipe = root.resolve("a/pipe.png").toString();
        assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();

        assertThat(pictures()).hasSize(2);
        assertThat(notes()).containsExactly("1 pipe or device is passed over: DIR/a/pipe.png");
    }

    /** Else the pictures of all classes would be of this one too. */
    @Test
    void followsNoLinkBackOutOfAClassFolderThatIsALinkItself() throws IOException {
        files("elsewhere/1.png", "data/b/1.png");
        link("data/a", "elsewhere");
        link("elsewhere/back", "data");
        link("elsewhere/up", "");

        ClassFolders folders = ClassFolders.in(root.resolve("data"));

        assertThat(folders.pictures()).hasSize(2);
        assertThat(folders.passedOver()).isEqualTo(2);
    }
}
