import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** How long answers took. */
final class Latencies {

    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());

    void add(long one) {
        nanos.add(one);
    }

    int count() {
        return nanos.size();
    }

    /** In milliseconds; 0 where there are none. */
    double percentile(int percent) {
        List<Long> sorted;
        synchronized (nanos) {
            sorted = nanos.stream().sorted().toList();
        }
        return sorted.isEmpty()
                ? 0
                : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1e6;
    }

    /** Over so many seconds. */
    String summary(double seconds) {
        return String.format(
                Locale.ROOT,
                "%.0f/s, p50 %.0f ms, p99 %.0f ms",
                count() / seconds,
                percentile(50),
                percentile(99));
    }
}
