/**
 * Bytes on disk: model directories, manifests and safetensors files, each written whole or not at
 * all, and checked when read.
 */
package dev.trainkit.store;
