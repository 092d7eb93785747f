package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import java.util.Locale;
import java.util.Map;

/**
 * Makes the parts of a run of what a data set is made of. What has no test part of its own gets one
 * by the share and the seed alone, whatever else is set, so that it is the same in every run; then
 * comes the limit, and then the validation part.
 */
final class Partition {

    private static final double USUAL_TEST = 0.1;

    private final DataConfig config;
    private final long seed;

    private Partition(DataConfig config, long seed) {
        this.config = config;
        this.seed = seed;
    }

    static DataParts of(Dataset.Content content, DataConfig config, long seed) {
        return new Partition(config, seed).parts(content);
    }

    private DataParts parts(Dataset.Content content) {
        requirePictures(content.train(), "no pictures");
        requirePictures(content.validation(), "a validation part without pictures");
        requirePictures(content.test(), "a test part without pictures");
        if (config.splitFile() != null) {
            return kept(content);
        }
        Split tested = tested(content);
        Split split = validated(limited(tested.train()), content.validation());
        return parts(content, split.train(), split.validation(), tested.keptOut());
    }

    private void requirePictures(ImageData part, String without) {
        if (part != null && part.size() == 0) {
            throw new TrainkitException(
                    "%s has %s%s. Put some there, or set data.path to data that have them."
                            .formatted(
                                    config.name(),
                                    without,
                                    config.path() == null ? "" : " in " + config.path()));
        }
    }

    private DataParts kept(Dataset.Content content) {
        Map<SplitFile.Part, ImageData> cut =
                new SplitFile(config.splitFile(), config).read(content);
        return parts(
                content,
                cut.get(SplitFile.Part.TRAIN),
                content.validation() == null
                        ? cut.get(SplitFile.Part.VALIDATION)
                        : content.validation(),
                content.test() == null ? cut.get(SplitFile.Part.TEST) : content.test());
    }

    private static DataParts parts(
            Dataset.Content content, ImageData train, ImageData validation, ImageData test) {
        Preprocessing preprocessing =
                content.isNormalized()
                        ? content.preprocessing()
                        : normalized(content.preprocessing(), train);
        return new DataParts(
                train,
                validation,
                test,
                content.train(),
                preprocessing,
                content.unreadable(),
                content.notes());
    }

    private Split tested(Dataset.Content content) {
        if (content.test() == null) {
            return testShare(content.train());
        }
        if (config.test() != null && config.test() < 1) {
            throw new TrainkitException(
                    "data.test is %s, but %s has a test part of its own. Leave data.test out."
                            .formatted(config.test(), config.name()));
        }
        return new Split(content.train(), content.test());
    }

    private Split testShare(ImageData all) {
        double share = config.test() == null ? USUAL_TEST : config.test();
        return share == 1
                ? new Split(all.first(0), all)
                : Split.of(all, share, seed, Split.Purpose.TEST);
    }

    private ImageData limited(ImageData train) {
        return config.limit() == null ? train : train.first(config.limit());
    }

    private Split validated(ImageData train, ImageData own) {
        if (own != null && config.folds() != null) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "data.folds is %d, but %s has a validation part of its own. Leave data.folds out.",
                            config.folds(),
                            config.name()));
        }
        if (own != null) {
            return new Split(train, own);
        }
        if (config.folds() != null) {
            return Split.fold(train, config.folds(), config.fold(), seed);
        }
        return train.size() == 0
                ? new Split(train, train.first(0))
                : Split.of(train, config.validation(), seed, Split.Purpose.VALIDATION);
    }

    private static Preprocessing normalized(Preprocessing preprocessing, ImageData train) {
        PixelStatistics statistics = PixelStatistics.of(train);
        return preprocessing.normalizedBy(statistics.mean(), statistics.std());
    }
}
