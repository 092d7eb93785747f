/**
 * The engine and its devices, chosen at run time; gradient mode, gradients and random streams. The
 * only place that touches {@code ai.djl.pytorch}, because some of its native calls can end the JVM.
 */
package dev.trainkit.engine;
