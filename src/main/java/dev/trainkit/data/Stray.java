package dev.trainkit.data;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What lies among pictures and is none; it is passed over, and counted. */
enum Stray {
    LEFTOVER(
            "1 file that systems and archivers leave is passed over: %2$s",
            "%,d files that systems and archivers leave are passed over; the first: %s"),
    NOTE(
            "1 file with the name of a note is passed over: %2$s",
            "%,d files with the names of notes are passed over; the first: %s"),
    ARCHIVE(
            "1 archive is not looked into: %2$s. Unpack it if its pictures are wanted.",
            "%,d archives are not looked into; the first: %s. Unpack them if their pictures are wanted."),
    BESIDE(
            "1 file lies beside the folders of classes, in none of them, and is left out: %2$s",
            "%,d files lie beside the folders of classes, in none of them, and are left out; the first: %s"),
    UNNAMED(
            "1 file is not named as a picture is, and is passed over: %2$s",
            "%,d files are not named as pictures are, and are passed over; the first: %s"),
    LINK(
            "1 link leads to a folder that is read already, and is not followed: %2$s",
            "%,d links lead to folders that are read already, and are not followed; the first: %s"),
    DEVICE(
            "1 pipe or device is passed over: %2$s",
            "%,d pipes or devices are passed over; the first: %s");

    /** In any case; whatever begins with a dot is left over too. */
    private static final Set<String> LEFTOVERS =
            Set.of(
                    "__macosx",
                    "icon\r",
                    "thumbs.db",
                    "ehthumbs.db",
                    "desktop.ini",
                    "picasa.ini",
                    "@eadir",
                    "@recycle",
                    "#recycle",
                    "$recycle.bin",
                    "system volume information",
                    "lost+found",
                    "__pycache__");

    private static final Pattern NOTES =
            Pattern.compile(
                    "(read.?me|licen[cs]e|copying|copyright|notice|authors|contributors|contributing|credits"
                            + "|citation|change(s|log)|version|manifest|metadata|makefile|dockerfile"
                            + "|(md5|sha(1|256|512))sums?|checksums?)"
                            + "|.*\\.(txt|text|md|markdown|rst|rtf|tex|bib|pdf|docx?|odt|xlsx?|ods|pptx?|csv|tsv"
                            + "|jsonl?|ndjson|ya?ml|toml|xml|xsd|html?|css|js|ini|cfg|conf|log|url|webloc|nfo"
                            + "|py|ipynb|sh|bat|md5|sha1|sha256|sha512|names|cache)",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern ARCHIVES =
            Pattern.compile(
                    ".*\\.(zip|rar|7z|tar|tgz|tbz2?|txz|gz|bz2|xz|zst)", Pattern.CASE_INSENSITIVE);

    private final String one;
    private final String several;

    Stray(String one, String several) {
        this.one = one;
        this.several = several;
    }

    String sentence(int count, String first) {
        return String.format(Locale.ROOT, count == 1 ? one : several, count, first);
    }

    static boolean isLeftover(String name) {
        return name.startsWith(".") || LEFTOVERS.contains(name.toLowerCase(Locale.ROOT));
    }

    static boolean isArchive(String name) {
        return ARCHIVES.matcher(name).matches();
    }

    /** What a file of that name is, unless it begins as a picture does. */
    static Optional<Stray> byName(String name) {
        if (isArchive(name)) {
            return Optional.of(ARCHIVE);
        }
        return NOTES.matcher(name).matches() ? Optional.of(NOTE) : Optional.empty();
    }
}
