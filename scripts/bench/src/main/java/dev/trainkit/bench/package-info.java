/** What is measured on the JVM: trainkit, and its peers on the same work. */
package dev.trainkit.bench;
