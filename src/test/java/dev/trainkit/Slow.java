package dev.trainkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test that takes more than a moment, for what it does and not for how it is written: a walk over
 * every network, a server that starts, runs that are interrupted everywhere. {@code mvn test}
 * leaves it out, {@code mvn verify} does not.
 */
@Tag("slow")
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Slow {}
