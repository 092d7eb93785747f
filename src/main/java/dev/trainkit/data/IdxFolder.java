package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder with the four files of MNIST or of a data set in its form. */
record IdxFolder(Path folder) {

    static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
    static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
    static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

    private static final List<String> NAMES =
            List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS);

    /**
     * The folder itself, or one below it where torchvision puts the files.
     *
     * @param torchvision what torchvision calls the data set
     */
    static IdxFolder at(Path path, String torchvision) {
        if (!Files.exists(path)) {
            throw new TrainkitException(
                    "data.path is %s, but there is no such folder. Set it to the folder that has the files %s, gzipped or not."
                            .formatted(DataConfig.inWords(path), String.join(", ", NAMES)));
        }
        if (!Files.isDirectory(path)) {
            throw new TrainkitException(
                    "data.path is %s, but that is a file. Set it to the folder that has the files %s, gzipped or not."
                            .formatted(DataConfig.inWords(path), String.join(", ", NAMES)));
        }
        return Stream.of(path, path.resolve("raw"), path.resolve(torchvision).resolve("raw"))
                .map(IdxFolder::new)
                .filter(IdxFolder::hasAny)
                .findFirst()
                .orElse(new IdxFolder(path));
    }

    private boolean hasAny() {
        return NAMES.stream().anyMatch(name -> find(name).isPresent());
    }

    boolean hasAll() {
        return NAMES.stream().allMatch(name -> find(name).isPresent());
    }

    /** The file of this usual name, in whichever of its forms it is there. */
    IdxFile file(String name) {
        return new IdxFile(
                find(name)
                        .orElseThrow(
                                () ->
                                        new TrainkitException(
                                                "%s has no file %s. Put it there, or set data.path to the folder that has the files %s, gzipped or not."
                                                        .formatted(
                                                                folder,
                                                                name,
                                                                String.join(", ", NAMES)))));
    }

    private Optional<Path> find(String name) {
        String dotted = name.replace("-idx", ".idx");
        List<Path> forms =
                Stream.of(name, name + ".gz", dotted, dotted + ".gz").map(folder::resolve).toList();
        return Stream.of(
                        forms.stream().filter(Files::isRegularFile),
                        forms.stream().flatMap(IdxFolder::inFolderOfItsName),
                        forms.stream().filter(Files::exists))
                .flatMap(found -> found)
                .findFirst();
    }

    /** Unpacking puts each file into a folder of its own name. */
    private static Stream<Path> inFolderOfItsName(Path path) {
        return Stream.of(path.resolve(path.getFileName())).filter(Files::isRegularFile);
    }
}
