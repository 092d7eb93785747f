/** What every room may use: errors that a person reads, and the version. */
package dev.trainkit;
