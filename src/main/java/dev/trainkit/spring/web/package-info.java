/**
 * A model over HTTP: predictions, the page on which one draws a digit, and the page of runs. What
 * is read from a client is limited before it is looked at, and each error is a problem detail.
 */
package dev.trainkit.spring.web;
