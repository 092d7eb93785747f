/**
 * What is minimised, and how fast: losses, optimizers and schedules by PyTorch's formulas, each
 * usable in plain DJL code as well.
 */
package dev.trainkit.optim;
