/** From a picture to an answer. */
package dev.trainkit.predict;
