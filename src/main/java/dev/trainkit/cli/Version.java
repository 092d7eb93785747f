package dev.trainkit.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"trainkit " + dev.trainkit.Version.current()};
    }
}
