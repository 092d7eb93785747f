/** The loop: from a configuration to trained weights, in the order in which things happen. */
package dev.trainkit.train;
