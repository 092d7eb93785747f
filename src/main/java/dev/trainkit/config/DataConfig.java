package dev.trainkit.config;

import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What it is trained on.
 *
 * @param name one of the listed data sets, {@code mnist} for one
 * @param path the folder or file that holds it; null looks in the usual places
 * @param validation share of the training pictures kept out for validation, in [0, 1)
 * @param test share of the pictures kept out for the test, in (0, 1], where the data set has no
 *     test part of its own; null keeps out a tenth there, and 1 leaves none to train on
 * @param shuffle whether each epoch sees the pictures in an order of its own; false keeps file
 *     order
 * @param limit takes the first so many training pictures; null takes all
 * @param folds in how many parts of about the same size the training pictures are cut, at least 2;
 *     null cuts none
 * @param fold which of these, from 1, is kept out for validation, in the place of the share
 * @param splitFile the table that says which picture is in which part, as {@code trainkit data
 *     --split} writes it, in the place of shares, limit, folds and seed; null draws the parts
 * @param sampling {@code uniform} shows each training picture once an epoch; {@code balanced} draws
 *     as many as there are, each class as often as any other
 * @param onError {@code fail} ends the run at a picture that cannot be read; {@code skip} leaves it
 *     out and counts it
 * @param memory how much of it pictures in files may take, {@code 500m} or {@code 4g} for one; more
 *     are read again whenever they are needed. Null is a quarter of the machine's, and at most half
 *     of what Java may take
 * @param image what pictures in files are made
 * @param augment how training pictures are changed at random
 */
public record DataConfig(
        String name,
        Path path,
        double validation,
        Double test,
        boolean shuffle,
        Integer limit,
        Integer folds,
        Integer fold,
        Path splitFile,
        String sampling,
        String onError,
        String memory,
        ImageConfig image,
        AugmentConfig augment) {

    private static final String SPLIT = "left out where data.split-file decides";
    private static final Set<String> SAMPLING = Set.of("uniform", "balanced");
    private static final Pattern MEMORY = Pattern.compile("[0-9]{1,6}[mg]");
    private static final Set<String> ON_ERROR = Set.of("fail", "skip");

    public DataConfig {
        new Rules("data")
                .requireName("name", name)
                .require(
                        validation >= 0 && validation < 1,
                        "validation",
                        "at least 0 and below 1",
                        validation)
                .require(
                        test == null || (test > 0 && test <= 1),
                        "test",
                        "null or above 0 and at most 1",
                        test)
                .require(limit == null || limit >= 1, "limit", "null or at least 1", limit)
                .require(folds == null || folds >= 2, "folds", "null or at least 2", folds)
                .require(splitFile == null || test == null, "test", SPLIT, test)
                .require(splitFile == null || limit == null, "limit", SPLIT, limit)
                .require(splitFile == null || folds == null, "folds", SPLIT, folds)
                .require(
                        folds == null ? fold == null : fold != null && fold >= 1 && fold <= folds,
                        "fold",
                        folds == null ? "left out where data.folds is" : "1 to " + folds,
                        fold)
                .require(
                        sampling != null && SAMPLING.contains(sampling),
                        "sampling",
                        "uniform or balanced",
                        sampling)
                .require(
                        onError != null && ON_ERROR.contains(onError),
                        "on-error",
                        "fail or skip",
                        onError)
                .require(
                        memory == null || MEMORY.matcher(memory).matches(),
                        "memory",
                        "null or a size as 500m or 4g",
                        memory)
                .check();
    }

    /** With the defaults of all else. */
    public DataConfig(String name, Path path, double validation, boolean shuffle, Integer limit) {
        this(
                name,
                path,
                validation,
                null,
                shuffle,
                limit,
                null,
                null,
                null,
                "uniform",
                "fail",
                null,
                new ImageConfig(),
                new AugmentConfig());
    }

    public DataConfig() {
        this("mnist", null, 0.1, true, null);
    }

    /** The bytes that {@code memory} stands for, or this where it says nothing. */
    public long memoryOr(long other) {
        if (memory == null) {
            return other;
        }
        long number = Long.parseLong(memory.substring(0, memory.length() - 1));
        return number << (memory.endsWith("g") ? 30 : 20);
    }

    /** Where the data are to be, for a message; where that is relative, also from where. */
    public static String inWords(Path path) {
        return path == null || path.isAbsolute()
                ? String.valueOf(path)
                : path + " (" + path.toAbsolutePath() + ")";
    }

    /** The same of another data set, or from another place. */
    public DataConfig from(String otherName, Path otherPath) {
        return with(otherName, otherPath, test, splitFile, onError, image);
    }

    /** The same without a validation part, and all of it in file order and as it is. */
    public DataConfig whole() {
        return new DataConfig(
                name,
                path,
                0,
                test,
                false,
                null,
                null,
                null,
                splitFile,
                "uniform",
                onError,
                memory,
                image,
                new AugmentConfig());
    }

    /** The same with another share for the test, drawn. */
    public DataConfig testedBy(Double share) {
        return with(name, path, share, null, onError, image);
    }

    /** The same with another word for what is done about unreadable pictures. */
    public DataConfig onError(String other) {
        return with(name, path, test, splitFile, other, image);
    }

    /** The same of pictures that are made otherwise. */
    public DataConfig of(ImageConfig otherImage) {
        return with(name, path, test, splitFile, onError, otherImage);
    }

    private DataConfig with(
            String newName,
            Path newPath,
            Double newTest,
            Path newSplitFile,
            String newOnError,
            ImageConfig newImage) {
        return new DataConfig(
                newName,
                newPath,
                validation,
                newTest,
                shuffle,
                limit,
                folds,
                fold,
                newSplitFile,
                sampling,
                newOnError,
                memory,
                newImage,
                augment);
    }
}
