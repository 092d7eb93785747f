/**
 * Showing a run, while it goes and afterwards: history, progress, the report, TensorBoard. A lost
 * line of history stops the run, for nobody would notice it later.
 */
package dev.trainkit.report;
