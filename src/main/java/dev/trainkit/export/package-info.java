/**
 * Out of the JVM and back: models for another runtime, checked before a file counts as one that has
 * left, and models of weights from elsewhere.
 *
 * <p>One {@link dev.trainkit.export.NetworkGraph} serves every format. It is found by running the
 * network once on arrays that write down each operation, so that it holds for any block made of
 * DJL's layers, listed or not. A format is an {@link dev.trainkit.export.Exporter}; {@link
 * dev.trainkit.export.Exporters} lists them.
 */
package dev.trainkit.export;
