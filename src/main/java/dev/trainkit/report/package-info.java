/**
 * Showing a run, while it goes and afterwards: the history file and progress on a terminal. A lost
 * line of history stops the run, for nobody would notice it later.
 */
package dev.trainkit.report;
