package dev.trainkit.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The options of one process, {@code --name value} each. */
record Work(Map<String, String> options) {

    static Work of(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            options.put(arguments[i].substring(2), arguments[i + 1]);
        }
        return new Work(options);
    }

    String text(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        return options.containsKey(name) ? Integer.parseInt(options.get(name)) : otherwise;
    }

    Path data() {
        return Path.of(options.get("data"));
    }

    String model() {
        return text("model", "lenet");
    }

    /** What pictures are changed by, {@code rotate=10} for one; nothing where it is not said. */
    Stream<String> augment() {
        return Stream.of(text("augment", "").split(",")).filter(setting -> !setting.isEmpty());
    }

    int batch() {
        return number("batch", 64);
    }

    /** Pictures before the clock starts. */
    int warmUp() {
        return number("warm-up", 6400);
    }

    /** Pictures that are timed. */
    int images() {
        return number("images", 38400);
    }
}
