/**
 * From files to batches: the listed data sets, the IDX format, the validation split, batches,
 * augmentation, and pictures of people turned into what a data set holds. The only place that reads
 * pictures and labels.
 *
 * <p>Pixels stay 8-bit integers on the heap, once, whatever is selected from them; they become
 * floats only in the batch that is about to be used, and there each training picture is changed at
 * random before the batch becomes an array: in Java, so that every engine sees the same numbers.
 */
package dev.trainkit.data;
