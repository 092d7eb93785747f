package dev.trainkit.cli;

import dev.trainkit.report.Console;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terminal that stderr goes to, if any. The launcher finds its width as the system property
 * {@code trainkit.columns}; when somebody changes it, the terminal is asked again.
 */
final class Terminal implements AutoCloseable {

    /** Where the launcher leaves the width that it found. */
    static final String COLUMNS = "trainkit.columns";

    private static final int USUAL_COLUMNS = 80;
    private static final int NARROWEST_HELP = 55;
    private static final Pattern SIZE = Pattern.compile("[0-9]+ ([0-9]+)"); // as stty says it

    private final Signals signals = new Signals();
    private final Console console;
    private volatile int columns;

    private Terminal(PrintWriter err, int columns) {
        this.columns = columns;
        console = Console.on(err, () -> this.columns);
        if (columns > 0) {
            signals.handle("WINCH", number -> this.columns = columnsNow(this.columns));
        }
    }

    /** The caller closes it, which leaves the cursor at the start of an empty line. */
    static Terminal of(PrintWriter err) {
        return new Terminal(err, columns(System.getProperty(COLUMNS)));
    }

    Console console() {
        return console;
    }

    /** Of help: that of the terminal, if it is narrow, but no less than Picocli can do with. */
    static int helpWidth(String property) {
        int columns = columns(property);
        return columns == 0
                ? USUAL_COLUMNS
                : Math.max(NARROWEST_HELP, Math.min(columns, USUAL_COLUMNS));
    }

    /** A terminal that does not know its width says nothing, or 0; where none is, 0 is right. */
    static int columns(String property) {
        if (property == null) {
            return 0;
        }
        return property.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(property) : USUAL_COLUMNS;
    }

    /**
     * @param before what it was, where the terminal does not say
     */
    private static int columnsNow(int before) {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(new File("/dev/tty"))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (InputStream size = stty.getInputStream()) {
                String said = new String(size.readAllBytes(), StandardCharsets.US_ASCII).strip();
                Matcher rowsAndColumns = SIZE.matcher(said);
                return rowsAndColumns.matches() ? columns(rowsAndColumns.group(1)) : before;
            }
        } catch (IOException e) {
            return before;
        }
    }

    @Override
    public void close() {
        signals.close();
        console.close();
    }
}
