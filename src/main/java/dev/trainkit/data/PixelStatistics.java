package dev.trainkit.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Mean and standard deviation of each channel over all pixels, as shares of 255. Summed as whole
 * numbers, so that they do not depend on an order.
 */
final class PixelStatistics {

    private final int channels;
    private final long[] counts; // of the 256 values of each channel

    PixelStatistics(int channels) {
        this.channels = channels;
        counts = new long[256 * channels];
    }

    static PixelStatistics of(ImageData data) {
        return IntStream.range(0, data.size())
                .parallel()
                .collect(
                        () -> new PixelStatistics(data.channels()),
                        (statistics, i) -> statistics.add(data, i),
                        PixelStatistics::add);
    }

    private void add(ImageData data, int picture) {
        int from = data.offset(picture);
        add(data.array(picture), from, from + data.valuesPerImage());
    }

    private void add(PixelStatistics other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    private void add(byte[] values, int from, int to) {
        if (channels == 1) {
            for (int i = from; i < to; i++) {
                counts[values[i] & 0xff]++;
            }
            return;
        }
        for (int i = from; i < to; i += channels) {
            for (int c = 0; c < channels; c++) {
                counts[256 * c + (values[i + c] & 0xff)]++;
            }
        }
    }

    List<Float> mean() {
        List<Float> means = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            means.add((float) (mean(c) / 255));
        }
        return means;
    }

    /** 1 where all pixels are alike: there is nothing to scale. */
    List<Float> std() {
        List<Float> deviations = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            float deviation = (float) (Math.sqrt(variance(c)) / 255);
            deviations.add(deviation > 0 ? deviation : 1);
        }
        return deviations;
    }

    private double mean(int channel) {
        long pixels = 0;
        long sum = 0;
        for (int value = 0; value < 256; value++) {
            pixels += counts[256 * channel + value];
            sum += counts[256 * channel + value] * value;
        }
        return pixels == 0 ? 0 : (double) sum / pixels;
    }

    private double variance(int channel) {
        double mean = mean(channel);
        long pixels = 0;
        double sum = 0;
        for (int value = 0; value < 256; value++) {
            pixels += counts[256 * channel + value];
            sum += counts[256 * channel + value] * (value - mean) * (value - mean);
        }
        return pixels == 0 ? 0 : sum / pixels;
    }
}
