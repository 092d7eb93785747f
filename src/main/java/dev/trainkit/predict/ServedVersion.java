package dev.trainkit.predict;

import dev.trainkit.store.Manifest;
import java.time.Instant;

/**
 * A version of a served model.
 *
 * @param number counted from 1; each load is a new one, and a rollback gives the old number back
 * @param digest the SHA-256 of its weights
 */
public record ServedVersion(int number, String digest, Instant loaded, Manifest manifest) {}
