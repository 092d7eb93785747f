package dev.trainkit.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which commit a working tree is at, read from git's own files. */
final class GitCommit {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final String REFERENCE = "ref: ";

    private GitCommit() {}

    /** Empty where the folder is not the top of a working tree, or has no commit yet. */
    static Optional<String> of(Path folder) {
        Path git = folder.resolve(".git");
        try {
            String head = read(git.resolve("HEAD"));
            return head.startsWith(REFERENCE)
                    ? commit(git, head.substring(REFERENCE.length()))
                    : hash(head);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> commit(Path git, String reference) throws IOException {
        Path loose = git.resolve(reference).normalize();
        if (!loose.startsWith(git.normalize())) {
            return Optional.empty();
        }
        return Files.exists(loose) ? hash(read(loose)) : packed(git, reference);
    }

    private static Optional<String> packed(Path git, String reference) throws IOException {
        try (Stream<String> lines = Files.lines(git.resolve("packed-refs"))) {
            return lines.filter(line -> line.endsWith(" " + reference))
                    .findFirst()
                    .flatMap(line -> hash(line.substring(0, line.indexOf(' '))));
        }
    }

    private static Optional<String> hash(String text) {
        return Optional.of(text).filter(HASH.asMatchPredicate());
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }
}
