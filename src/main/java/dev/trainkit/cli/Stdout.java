package dev.trainkit.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import picocli.CommandLine.ExitCode;

/**
 * Standard output that remembers why a write failed, which {@link System#out} forgets: a reader
 * that has seen enough ({@code | head -1}) is no failure, a full disk is.
 */
final class Stdout extends OutputStream {

    private final OutputStream out;
    private IOException lost;

    Stdout(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            lost = e;
            throw e;
        }
    }

    /** The exit code of a command that went well, as far as its results arrived. */
    int exitCode(PrintWriter err) {
        if (lost == null || "Broken pipe".equals(lost.getMessage())) {
            return ExitCode.OK;
        }
        err.println(
                "The results are incomplete, because standard output could not be written: "
                        + lost.getMessage()
                        + ".");
        return ExitCode.SOFTWARE;
    }
}
