/**
 * From files to batches: the listed data sets, the IDX format, the validation split, batches, and
 * pictures of people turned into what a data set holds. The only place that reads pictures and
 * labels.
 *
 * <p>Pixels stay 8-bit integers on the heap, once, whatever is selected from them; they become
 * floats only in the batch that is about to be used.
 */
package dev.trainkit.data;
