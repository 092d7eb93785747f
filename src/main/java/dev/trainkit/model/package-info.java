/**
 * Architectures: DJL blocks whose children bear the names that PyTorch gives them, initialised as
 * PyTorch initialises them.
 */
package dev.trainkit.model;
