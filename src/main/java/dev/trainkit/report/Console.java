package dev.trainkit.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where a command says how far it is. On a terminal that is a line at the bottom, redrawn in place,
 * and whatever else goes to stderr meanwhile, such as a logger's, is put above it. Elsewhere it is
 * a line now and then. No colours and no escapes: only a carriage return and spaces, which every
 * terminal knows.
 */
public final class Console implements AutoCloseable {

    private static final long REDRAW_NANOS = 100_000_000;

    /** Some machines that build things end what says nothing for ten minutes. */
    private static final long LINE_NANOS = 300_000_000_000L;

    private final PrintWriter out;
    private final IntSupplier columns;
    private final LongSupplier nanoTime;
    private Runnable giveBack = () -> {};
    private long last;
    private int drawn; // characters of the line that the next one must cover

    /**
     * @param columns the terminal's width now; 0 where there is none
     */
    Console(PrintWriter out, IntSupplier columns, LongSupplier nanoTime) {
        this.out = out;
        this.columns = columns;
        this.nanoTime = nanoTime;
        last = nanoTime.getAsLong();
    }

    /**
     * On the given output.
     *
     * @param columns the terminal's width now; 0 where the output goes to none
     */
    public static Console on(PrintWriter out, IntSupplier columns) {
        Console console = new Console(out, columns, System::nanoTime);
        if (columns.getAsInt() > 0) {
            console.takeStandardError();
        }
        return console;
    }

    private void takeStandardError() {
        PrintStream former = System.err;
        System.setErr(new PrintStream(new Above(former), true, Charset.defaultCharset()));
        giveBack = () -> System.setErr(former);
    }

    /** What goes to stderr: the line at the bottom gives way to it. */
    private final class Above extends OutputStream {

        private final PrintStream stderr;

        private Above(PrintStream stderr) {
            this.stderr = stderr;
        }

        @Override
        public void write(int oneByte) throws IOException {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            synchronized (Console.this) {
                erase();
                stderr.write(bytes, offset, length);
            }
        }

        @Override
        public void flush() {
            stderr.flush();
        }
    }

    /** A line, or several, that stay. */
    public synchronized void println(String line) {
        erase();
        out.println(line);
        last = nanoTime.getAsLong();
    }

    /**
     * The first of some ways to say the same that fits the terminal, and the last if none does.
     *
     * @param widest and what is said where there is no terminal
     */
    synchronized void printFitting(String widest, String... narrower) {
        String fitting = widest;
        for (int i = 0; i < narrower.length && !fits(fitting); i++) {
            fitting = narrower[i];
        }
        println(fitting);
    }

    private boolean fits(String lines) {
        int width = columns.getAsInt();
        return width == 0 || lines.lines().allMatch(line -> line.length() < width);
    }

    /** What is going on now, until something else is. */
    public void show(String what) {
        show(() -> ProgressLine.of(what));
    }

    /** As often as a person can read it. */
    synchronized void show(Supplier<ProgressLine> line) {
        long now = nanoTime.getAsLong();
        int width = columns.getAsInt();
        if (width == 0) {
            if (now - last >= LINE_NANOS) {
                println(line.get().whole());
            }
        } else if (drawn == 0 || now - last >= REDRAW_NANOS) {
            last = now;
            draw(line.get().fit(width), width);
        }
    }

    private void draw(String line, int width) {
        out.print("\r" + line + " ".repeat(Math.max(0, covered(width) - line.length())));
        out.flush();
        drawn = line.length();
    }

    /** One that has been made narrower shows no more of the line than that. */
    private int covered(int width) {
        return Math.min(drawn, width - 1);
    }

    /** Shows nothing at the bottom, until something is going on again. */
    public synchronized void clear() {
        erase();
    }

    private void erase() {
        if (drawn > 0) {
            int width = columns.getAsInt();
            out.print("\r" + " ".repeat(covered(width)) + "\r");
            out.flush();
            drawn = 0;
        }
    }

    /** Leaves the cursor at the start of an empty line, and stderr as it was. */
    @Override
    public synchronized void close() {
        erase();
        giveBack.run();
    }
}
