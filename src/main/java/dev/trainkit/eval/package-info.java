/** Numbers about a model: what it scores on data that it was not trained on. */
package dev.trainkit.eval;
