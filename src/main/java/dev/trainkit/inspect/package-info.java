/** Looking inside: what a network is made of. */
package dev.trainkit.inspect;
