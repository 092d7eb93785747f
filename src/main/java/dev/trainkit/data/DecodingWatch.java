package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;

/**
 * Ends a decoding that takes too long, or that nobody waits for. It is asked wherever a decoder
 * comes by: when it reads, and when it has made a row. What it has ended stays ended, whatever the
 * decoder makes of the exception.
 */
final class DecodingWatch {

    private static final long BETWEEN_LOOKS = 500_000_000; // ns

    private final DecodingLimits limits;
    private final String name;
    private final long start = System.nanoTime();
    private long lastLook = start;
    private TrainkitException ended;

    /**
     * @param name of the picture, for messages
     */
    DecodingWatch(DecodingLimits limits, String name) {
        this.limits = limits;
        this.name = name;
    }

    /** So that the decoder stops where it next reads. */
    void check() throws IOException {
        if (hasEnded()) {
            throw new IOException(ended);
        }
    }

    /** So that it stops after the next row, where it reads no more. */
    void watch(ImageReader reader) {
        reader.addIIOReadProgressListener(new AfterEachRow());
    }

    /**
     * @throws TrainkitException where it was ended
     */
    void requireGoesOn() {
        if (hasEnded()) {
            throw ended;
        }
    }

    private boolean hasEnded() {
        if (ended == null) {
            long now = System.nanoTime();
            if (now - start > limits.time().toNanos()) {
                ended = tooLong();
            } else if (now - lastLook > BETWEEN_LOOKS) {
                lastLook = now;
                ended = limits.isUnwanted().getAsBoolean() ? unwanted() : null;
            }
        }
        return ended != null;
    }

    private TrainkitException tooLong() {
        return new TrainkitException(
                String.format(
                        Locale.ROOT,
                        "%s: decoding the picture takes longer than %s s. Scale it down, or save it"
                                + " anew as PNG or JPEG.",
                        name,
                        limits.time().toMillis() / 1000.0));
    }

    private TrainkitException unwanted() {
        return new TrainkitException(
                "%s: nobody waits for the picture any more. Ask again.".formatted(name));
    }

    private final class AfterEachRow implements IIOReadProgressListener {

        @Override
        public void imageProgress(ImageReader source, float percentageDone) {
            if (hasEnded()) {
                source.abort();
            }
        }

        @Override
        public void sequenceStarted(ImageReader source, int minIndex) {}

        @Override
        public void sequenceComplete(ImageReader source) {}

        @Override
        public void imageStarted(ImageReader source, int imageIndex) {}

        @Override
        public void imageComplete(ImageReader source) {}

        @Override
        public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

        @Override
        public void thumbnailProgress(ImageReader source, float percentageDone) {}

        @Override
        public void thumbnailComplete(ImageReader source) {}

        @Override
        public void readAborted(ImageReader source) {}
    }
}
