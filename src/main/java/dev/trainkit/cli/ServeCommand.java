package dev.trainkit.cli;

import dev.trainkit.spring.web.Server;
import dev.trainkit.spring.web.ServerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Answers over HTTP with models, until it is told to end. */
@Command(
        name = "serve",
        description = {
            "Answer over HTTP what is on pictures, with a page to draw digits on.",
            "Only this machine can ask unless --address says otherwise. Ctrl-C or SIGTERM ends it,"
                    + " after what runs has been answered."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  trainkit serve",
            "  trainkit serve --model my-model --port 9000 --runs models",
            "  curl --data-binary @digit.png http://127.0.0.1:8080/v1/predict"
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description =
                    "A model directory, models/lenet-mnist when left out; may be repeated, and the"
                            + " first answers unless one is named.")
    private List<Path> models;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "The port; 0 for any that is free, 8080 when left out.")
    private int port;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "The address to listen on; 127.0.0.1 when left out, 0.0.0.0 for the network.")
    private String address;

    @Option(
            names = "--runs",
            paramLabel = "FOLDER",
            description = "Show the runs under this folder at /runs.")
    private Path runs;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            defaultValue = "${env:TRAINKIT_API_KEY}",
            description = "What clients must send; TRAINKIT_API_KEY when left out, else nothing.")
    private String apiKey;

    @Option(names = "--no-access-log", description = "Print no line for each request to stderr.")
    private boolean noAccessLog;

    @Option(
            names = "--property",
            paramLabel = "NAME=VALUE",
            description =
                    "A property of Spring, such as trainkit.web.max-body-size=5MB; may be repeated.")
    private List<String> properties = List.of();

    @Mixin private DeviceOption device;

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(
                    spec.commandLine(), "--port must be between 0 and 65535, but was " + port);
        }
        for (String property : properties) {
            if (property.indexOf('=') < 1) {
                throw new ParameterException(
                        spec.commandLine(), "--property must be NAME=VALUE, but was " + property);
            }
        }
        ServerConfig config =
                new ServerConfig(
                        models == null ? List.of(Home.defaultModel()) : models,
                        address,
                        port,
                        runs,
                        apiKey == null || apiKey.isEmpty() ? null : apiKey,
                        !noAccessLog,
                        device.engine().device(),
                        properties);
        try (Server server = Server.start(config)) {
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "%s at %s%n",
                            String.join(", ", server.models()),
                            server.address());
            spec.commandLine().getOut().flush();
            server.await();
        }
        return ExitCode.OK;
    }
}
