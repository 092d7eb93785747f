package dev.trainkit.engine;

import ai.djl.util.Utils;
import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder that DJL unpacks the engine's native library into, and loads it from where it is there
 * already: below the home directory, or, where that cannot be written, in the folder for temporary
 * files, in which anybody may have put a library before. Nobody but this user and the system may
 * own it or write into it, nor on the way to it; the way to a folder that a person has named is
 * theirs to know. Where the system has no such permissions, nothing is looked at.
 *
 * @param named by ENGINE_CACHE_DIR or DJL_CACHE_DIR; null where neither is set
 * @param user this one, by number
 */
record LibraryFolder(Path folder, Path named, long user) {

    private static final String VARIABLE = "ENGINE_CACHE_DIR";
    private static final String REMEDY =
            "export " + VARIABLE + "=DIR, a folder of your own that nobody else may write into.";

    /** Of an engine its folder of each version, and the files in it. */
    private static final int DEPTH = 2;

    /** What decides who may change a file or folder. */
    private record Entry(Path path, long user, String owner, boolean isPrivateGroup, int mode) {

        private static final int STICKY = 01000;
        private static final int GROUP_WRITES = 0020;
        private static final int OTHERS_WRITE = 0002;
        private static final int OTHERS_OR_GROUP_ENTER = 0011;

        /** A group of its owner's name is its owner alone; that of the system is the system. */
        static Entry of(Path path) throws IOException {
            Map<String, Object> is =
                    Files.readAttributes(
                            path, "unix:uid,owner,group,gid,mode", LinkOption.NOFOLLOW_LINKS);
            String owner = ((Principal) is.get("owner")).getName();
            String group = ((Principal) is.get("group")).getName();
            return new Entry(
                    path,
                    (Integer) is.get("uid"),
                    owner,
                    group.equals(owner) || (Integer) is.get("gid") == 0,
                    (Integer) is.get("mode"));
        }

        boolean isWrittenByOthers() {
            return (mode & OTHERS_WRITE) != 0 || ((mode & GROUP_WRITES) != 0 && !isPrivateGroup);
        }

        /** What is inside can be removed or replaced by its owner only. */
        boolean isSticky() {
            return (mode & STICKY) != 0;
        }

        /** Whatever is inside, nobody else comes to it. */
        boolean isClosed() {
            return (mode & OTHERS_OR_GROUP_ENTER) == 0;
        }
    }

    /** Why the library is not loaded from there, as the end of a sentence, and what to do. */
    record Fault(String problem, String remedy) {}

    /** The one that DJL takes. */
    static LibraryFolder ofThisProcess() {
        String named =
                Stream.of(VARIABLE, "DJL_CACHE_DIR")
                        .map(name -> Utils.getEnvOrSystemProperty(name, ""))
                        .filter(value -> !value.isEmpty())
                        .findFirst()
                        .orElse(null);
        return new LibraryFolder(
                Utils.getEngineCacheDir("pytorch").toAbsolutePath().normalize(),
                named == null ? null : Path.of(named).toAbsolutePath().normalize(),
                isUnix() ? thisUser() : -1);
    }

    private static boolean isUnix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    }

    private static long thisUser() {
        try {
            return new UnixSystem().getUid();
        } catch (LinkageError e) { // a Java without that module
            return owner(Path.of("/proc/self"));
        }
    }

    private static long owner(Path path) {
        try {
            return Entry.of(path).user();
        } catch (IOException e) {
            return -1; // nobody
        }
    }

    /**
     * Makes the folder where it is missing, before anybody else can, and looks who may change it.
     */
    Optional<Fault> fault() {
        if (!isUnix()) {
            return Optional.empty();
        }
        try {
            make();
            Optional<Fault> fault = onTheNamedWay();
            return fault.isPresent() ? fault : onTheRealWay(folder.toRealPath());
        } catch (IOException e) {
            return Optional.empty(); // nothing can be loaded from where nothing can be read
        }
    }

    private void make() {
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            return; // what is there is looked at, and DJL says why it can make none
        }
    }

    /** Who owns a link says where it leads. */
    private Optional<Fault> onTheNamedWay() throws IOException {
        for (Path step : steps(folder)) {
            if (Files.isSymbolicLink(step) && !isTrusted(Entry.of(step))) {
                return foreign(Entry.of(step));
            }
        }
        return Optional.empty();
    }

    private Optional<Fault> onTheRealWay(Path real) throws IOException {
        Path start = named == null ? real.getRoot() : named.toRealPath();
        boolean closed = false;
        for (Path step : steps(real.getParent())) {
            Entry entry = Entry.of(step);
            if (step.startsWith(start) && !isTrusted(entry)) {
                return foreign(entry);
            }
            if (step.startsWith(start)
                    && !closed
                    && entry.isWrittenByOthers()
                    && !entry.isSticky()) {
                return writtenByOthers(entry);
            }
            closed |= entry.isClosed();
        }
        return inside(real, closed, DEPTH);
    }

    private Optional<Fault> inside(Path path, boolean closed, int depth) throws IOException {
        Entry entry = Entry.of(path);
        if (!isTrusted(entry)) {
            return foreign(entry);
        }
        if (Files.isSymbolicLink(path)) {
            return Optional.empty();
        }
        if (!closed && entry.isWrittenByOthers()) {
            return writtenByOthers(entry);
        }
        if (depth == 0 || !Files.isDirectory(path)) {
            return Optional.empty();
        }
        try (Stream<Path> entries = Files.list(path)) {
            for (Path inner : (Iterable<Path>) entries.sorted()::iterator) {
                Optional<Fault> fault = inside(inner, closed || entry.isClosed(), depth - 1);
                if (fault.isPresent()) {
                    return fault;
                }
            }
        }
        return Optional.empty();
    }

    /** From the root down to the path itself. */
    private static List<Path> steps(Path path) {
        return Stream.iterate(path, step -> step != null, Path::getParent)
                .sorted()
                .toList(); // a folder sorts before what is in it
    }

    /**
     * The system is who owns the root of the file system; where users are mapped, that is not 0.
     */
    private boolean isTrusted(Entry entry) {
        return entry.user() == user
                || entry.user() == 0
                || entry.user() == owner(entry.path().getRoot());
    }

    private static Optional<Fault> foreign(Entry entry) {
        return Optional.of(
                new Fault("%s belongs to %s".formatted(entry.path(), entry.owner()), REMEDY));
    }

    private Optional<Fault> writtenByOthers(Entry entry) {
        String remedy =
                entry.user() == user && user != 0
                        ? "chmod go-w '%s', or %s".formatted(entry.path(), REMEDY)
                        : REMEDY;
        return Optional.of(new Fault("others may write into %s".formatted(entry.path()), remedy));
    }
}
