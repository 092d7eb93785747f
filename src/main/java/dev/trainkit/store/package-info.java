/**
 * Bytes on disk: model directories, manifests and files of weights, each written whole or not at
 * all, and checked when read. A file of weights is data from anywhere: no length in it is trusted,
 * and nothing in it is run.
 */
package dev.trainkit.store;
