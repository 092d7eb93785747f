package dev.trainkit.eval;

import dev.trainkit.Count;
import dev.trainkit.TrainkitException;
import dev.trainkit.data.ClassNames;
import dev.trainkit.data.DataParts;
import dev.trainkit.data.ImageData;
import dev.trainkit.data.Preprocessing;
import dev.trainkit.store.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Has a model asked about data only where it can answer: pictures of its size, of classes that it
 * knows. Classes are found by their names, so that data may have them in another order than the
 * model, or some of them alone.
 *
 * @param taken what the model's pictures are
 * @param classes of the model, in the order of its outputs
 * @param model what a sentence calls it
 */
public record DataFit(Preprocessing taken, List<String> classes, String model) {

    public DataFit {
        classes = List.copyOf(classes);
    }

    public DataFit(Manifest manifest, Path directory) {
        this(manifest.preprocessing(), manifest.classes(), "the model in " + directory);
    }

    /**
     * Pictures that the model was not trained on, labelled by its classes.
     *
     * @param name what a sentence calls the data
     * @throws TrainkitException when they are of another size, or of classes that it does not know
     */
    public ImageData other(ImageData data, String name) {
        requireSize(data, name);
        requireKnown(data, name);
        return data.labelledBy(classes);
    }

    /**
     * The data of the model's own run, labelled by its classes. None may be missing: of other
     * pictures than in the run, other ones are drawn for the test, which were trained on.
     *
     * @param name what a sentence calls the data
     * @throws TrainkitException when they are of another size, or of other classes
     */
    public DataParts own(DataParts data, String name) {
        requireSize(data.test(), name);
        for (ImageData part : List.of(data.source(), data.validation(), data.test())) {
            requireKnown(part, name);
        }
        requireAll(data.test(), name);
        return data.labelledBy(classes);
    }

    private void requireSize(ImageData data, String name) {
        if (data.height() != taken.height()
                || data.width() != taken.width()
                || data.channels() != taken.channels()) {
            throw new TrainkitException(
                    "%s has pictures of %s, but %s takes pictures of %s. Name data of such pictures."
                            .formatted(
                                    name,
                                    size(data.height(), data.width(), data.channels()),
                                    model,
                                    size(taken.height(), taken.width(), taken.channels())));
        }
    }

    private static String size(int height, int width, int channels) {
        return String.format(
                Locale.ROOT, "%dx%d in %s", height, width, Count.of(channels, "channel"));
    }

    private void requireKnown(ImageData data, String name) {
        List<String> unknown = data.unknownTo(classes);
        if (!unknown.isEmpty()) {
            throw new TrainkitException(
                    "%s has pictures of %s, but %s knows %s alone. Leave the others out, or name the classes as the model does."
                            .formatted(
                                    name,
                                    ClassNames.listed(unknown),
                                    model,
                                    ClassNames.listed(classes)));
        }
    }

    private void requireAll(ImageData data, String name) {
        List<String> lacking = data.lacking(classes);
        if (!lacking.isEmpty()) {
            throw new TrainkitException(
                    "%s lacks %s of %s, so that these are not the data that it was trained on. Put back what is missing, or name other data."
                            .formatted(name, ClassNames.listed(lacking), model));
        }
    }
}
