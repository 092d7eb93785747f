package dev.trainkit.cli;

import dev.trainkit.config.EngineConfig;
import picocli.CommandLine.Option;

/** Where a command that has no configuration computes. */
final class DeviceOption {

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "auto, cpu, gpu, gpu:N, cuda, cuda:N or mps; auto when left out.")
    private String device;

    EngineConfig engine() {
        EngineConfig defaults = new EngineConfig();
        return device == null
                ? defaults
                : new EngineConfig(
                        defaults.name(), device, defaults.threads(), defaults.deterministic());
    }
}
