package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Decodes the pictures in files, several at once, into what a data set is made of. */
final class PictureLoader {

    private final Preprocessing frame;
    private final List<LabelledFile> files;
    private final ReadingProgress progress;
    private final AtomicInteger done = new AtomicInteger();

    /** What is wrong with the pictures that cannot be read, by their numbers. */
    private final Map<Integer, TrainkitException> problems = new ConcurrentSkipListMap<>();

    /**
     * @param frame what each picture is made
     */
    PictureLoader(Preprocessing frame, List<LabelledFile> files, ReadingProgress progress) {
        this.frame = frame;
        this.files = files;
        this.progress = progress;
    }

    /**
     * All pictures, in memory where they fit, else to be read again whenever they are asked for.
     * Those that cannot be read have no values.
     *
     * @param config says how much memory they may take, and where their names begin
     */
    ImageData load(List<String> classes, DataConfig config) {
        int values = frame.height() * frame.width() * frame.channels();
        boolean fits = (long) values * files.size() <= PictureMemory.of(config);
        Pixels pixels = fits ? inMemory(values) : onDemand();
        return new ImageData(
                pixels,
                files.stream().mapToInt(LabelledFile::label).toArray(),
                frame.height(),
                frame.width(),
                frame.channels(),
                classes,
                PictureFiles.of(config.path(), files));
    }

    private Pixels inMemory(int values) {
        Pixels.InMemory pixels = Pixels.InMemory.of(files.size(), values);
        forEachPicture(
                i -> System.arraycopy(decode(i), 0, pixels.array(i), pixels.offset(i), values));
        return pixels;
    }

    /** Read once, so that what is wrong with any of them is known before training. */
    private Pixels onDemand() {
        forEachPicture(this::decode);
        return Pixels.from(this::decode);
    }

    private void forEachPicture(IntConsumer work) {
        IntStream.range(0, files.size())
                .parallel()
                .forEach(
                        i -> {
                            try {
                                work.accept(i);
                            } catch (TrainkitException e) {
                                problems.put(i, e);
                            }
                            progress.read(done.incrementAndGet(), files.size());
                        });
    }

    private byte[] decode(int i) {
        Path file = files.get(i).file();
        return FittedPicture.of(Pictures.read(file, frame.backgroundColour()), frame);
    }

    /** As {@link #readable(int, int, boolean, String)}, of all pictures. */
    int[] readable(boolean skips) {
        return readable(0, files.size(), skips, "");
    }

    /**
     * The numbers of the pictures from the first to before the end that were read.
     *
     * @param what they are for, to stand behind the word
     * @throws TrainkitException where one was not, unless such are skipped, or none was
     */
    int[] readable(int from, int end, boolean skips, String what) {
        if (!skips && !problems.isEmpty()) {
            throw unreadable();
        }
        BitSet missing = new BitSet();
        problems.keySet().forEach(missing::set);
        int[] readable = IntStream.range(from, end).filter(i -> !missing.get(i)).toArray();
        if (readable.length == 0 && end > from) {
            throw nothingLeft(problems.get(from), end - from, what);
        }
        return readable;
    }

    private static TrainkitException nothingLeft(TrainkitException first, int count, String what) {
        String all =
                count == 1
                        ? "It is the only picture%s.".formatted(what)
                        : String.format(
                                Locale.ROOT,
                                "None of the %,d pictures%s can be read.",
                                count,
                                what);
        return new TrainkitException(first.getMessage() + " " + all, first);
    }

    /** A sentence for each picture that could not be read, in their order. */
    List<String> problems() {
        return problems.values().stream().map(TrainkitException::getMessage).toList();
    }

    private TrainkitException unreadable() {
        TrainkitException first = problems.values().iterator().next();
        String others =
                problems.size() == 1
                        ? ""
                        : String.format(
                                Locale.ROOT, " So it is with %d pictures in all.", problems.size());
        return new TrainkitException(
                "%s%s Set data.on-error to skip to leave such pictures out."
                        .formatted(first.getMessage(), others),
                first);
    }
}
