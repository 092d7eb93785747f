package dev.trainkit.report;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The kinds of values in TensorFlow's summaries that TensorBoard shows. */
final class EventValues {

    private static final int BUCKETS = 40;
    private static final int DT_STRING = 7;
    private static final int STATUS_SUCCESS = 1;

    private EventValues() {}

    static ProtoMessage scalar(String tag, double value) {
        return value(tag).single(2, (float) value);
    }

    /**
     * A picture.
     *
     * @param png its bytes
     * @param colorspace 1 for grey, 3 for red, green and blue
     */
    static ProtoMessage image(String tag, byte[] png, int width, int height, int colorspace) {
        return value(tag)
                .message(
                        4,
                        new ProtoMessage()
                                .whole(1, height)
                                .whole(2, width)
                                .whole(3, colorspace)
                                .bytes(4, png));
    }

    /** Markdown. */
    static ProtoMessage text(String tag, String markdown) {
        ProtoMessage shape = new ProtoMessage().message(2, new ProtoMessage().whole(1, 1));
        return value(tag)
                .message(9, plugin("text", new byte[0]))
                .message(
                        8,
                        new ProtoMessage()
                                .whole(1, DT_STRING)
                                .message(2, shape)
                                .bytes(8, markdown.getBytes(StandardCharsets.UTF_8)));
    }

    /** How the finite ones of these values are spread, in ranges of equal width. */
    static ProtoMessage histogram(String tag, float[] values) {
        double[] finite =
                IntStream.range(0, values.length)
                        .mapToDouble(i -> values[i])
                        .filter(Double::isFinite)
                        .toArray();
        double min = DoubleStream.of(finite).min().orElse(0);
        double max = DoubleStream.of(finite).max().orElse(0);
        int buckets = max > min ? BUCKETS : 1;
        double[] limits = new double[buckets];
        double[] counts = new double[buckets];
        for (int b = 0; b < buckets; b++) {
            limits[b] = b == buckets - 1 ? max : min + (max - min) * (b + 1) / buckets;
        }
        for (double value : finite) {
            int bucket = max > min ? (int) ((value - min) / (max - min) * buckets) : 0;
            counts[Math.min(buckets - 1, bucket)]++;
        }
        return value(tag)
                .message(
                        5,
                        new ProtoMessage()
                                .number(1, min)
                                .number(2, max)
                                .number(3, finite.length)
                                .number(4, DoubleStream.of(finite).sum())
                                .number(5, DoubleStream.of(finite).map(v -> v * v).sum())
                                .numbers(6, limits)
                                .numbers(7, counts));
    }

    /** What the run was given, for TensorBoard's table of runs. */
    static ProtoMessage hyperParameters(Map<String, Object> values, double seconds) {
        ProtoMessage session = new ProtoMessage();
        values.forEach(
                (key, value) ->
                        session.message(
                                1, new ProtoMessage().text(1, key).message(2, anyValue(value))));
        session.number(5, seconds);
        return hyperParameters("session_start_info", new ProtoMessage().message(3, session));
    }

    /** That the run has come to its end. */
    static ProtoMessage finished(double seconds) {
        ProtoMessage end = new ProtoMessage().whole(1, STATUS_SUCCESS).number(2, seconds);
        return hyperParameters("session_end_info", new ProtoMessage().message(4, end));
    }

    private static ProtoMessage hyperParameters(String name, ProtoMessage content) {
        return value("_hparams_/" + name).message(9, plugin("hparams", content.toBytes()));
    }

    /** {@code google.protobuf.Value}. */
    private static ProtoMessage anyValue(Object value) {
        if (value instanceof Number number) {
            return new ProtoMessage().number(2, number.doubleValue());
        }
        return value instanceof Boolean truth
                ? new ProtoMessage().truth(4, truth)
                : new ProtoMessage().text(3, String.valueOf(value));
    }

    private static ProtoMessage plugin(String name, byte[] content) {
        return new ProtoMessage().message(1, new ProtoMessage().text(1, name).bytes(2, content));
    }

    private static ProtoMessage value(String tag) {
        return new ProtoMessage().text(1, tag);
    }
}
