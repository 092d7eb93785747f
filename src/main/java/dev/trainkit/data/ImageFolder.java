package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import java.nio.file.Path;
import java.util.List;

/** Pictures in files, a folder for each class. */
final class ImageFolder implements Dataset {

    @Override
    public String name() {
        return "image-folder";
    }

    @Override
    public Content read(DataConfig config, ReadingProgress progress) {
        ClassFolders folders = ClassFolders.in(path(config));
        if (!isForTestAlone(config)) {
            folders.requireSeveralClasses();
        }
        Preprocessing frame = PictureFrame.of(config.image());
        PictureLoader loader = new PictureLoader(frame, folders.pictures(), progress);
        ImageData all = loader.load(folders.classNames(), config);
        boolean skips = config.onError().equals("skip");
        int train = folders.train();
        int validation = train + folders.validation();
        int test = validation + folders.test();
        return new Content(
                all.select(loader.readable(0, train, skips, " to train on")),
                folders.validation() == 0
                        ? null
                        : all.select(loader.readable(train, validation, skips, " for validation")),
                folders.test() == 0
                        ? null
                        : all.select(loader.readable(validation, test, skips, " for the test")),
                frame,
                config.image().mean() != null,
                loader.problems(),
                folders.notes());
    }

    /** Of what was trained before: a class is a question then. */
    private static boolean isForTestAlone(DataConfig config) {
        return config.test() != null && config.test() == 1;
    }

    private static Path path(DataConfig config) {
        if (config.path() == null) {
            throw new TrainkitException(
                    "data.name is image-folder, which has no usual place. Set data.path to a folder that has a folder of pictures for each class.");
        }
        return config.path();
    }

    @Override
    public Datasets.Format format(DataConfig config) {
        List<String> classes = ClassFolders.classesIn(path(config));
        return new Datasets.Format(PictureFrame.of(config.image()), classes);
    }

    @Override
    public boolean isOfPictureFiles() {
        return true;
    }
}
