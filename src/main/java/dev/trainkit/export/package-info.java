/** Out of the JVM and back: models for another runtime, and models of weights from elsewhere. */
package dev.trainkit.export;
