/**
 * What a run is: one record a section, whose defaults stand in its no-argument constructor, and the
 * loader that lays a YAML file and {@code --set} options over them. The only place for YAML.
 */
package dev.trainkit.config;
