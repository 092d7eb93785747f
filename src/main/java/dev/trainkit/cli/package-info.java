/**
 * One class a command, and {@code Main} lists them: a command parses, calls the toolkit, prints its
 * results to stdout and everything else to stderr, and returns an exit code (0 done, 1 failed, 2
 * wrong usage, 130 interrupted). The only place for Picocli, stdout and exit codes.
 */
package dev.trainkit.cli;
