/**
 * Spring Boot's auto-configuration: properties become the same calls that a plain program makes,
 * and every bean yields to the user's own. Nobody who does not use Spring needs it on the class
 * path.
 */
package dev.trainkit.spring;
