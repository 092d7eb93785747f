package dev.trainkit.cli;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.trainkit.TrainkitException;
import dev.trainkit.engine.Engines;
import dev.trainkit.inspect.GradientCheck;
import dev.trainkit.model.Architecture;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Compares a network's gradients with finite differences. */
@Command(
        name = "gradcheck",
        description = "Compare the gradients of a network with finite differences, in float64.",
        footerHeading = "%nExample:%n",
        footer = "  trainkit inspect gradcheck lenet",
        mixinStandardHelpOptions = true)
final class GradcheckCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private NetworkArguments network;

    @Override
    public Integer call() {
        GradientCheck check = check();
        print(check);
        check.disagreement()
                .ifPresent(
                        sentence -> {
                            throw new TrainkitException(
                                    sentence + " Look at the backward pass of that layer.");
                        });
        return ExitCode.OK;
    }

    private GradientCheck check() {
        try (NDManager manager = Engines.open().newManager()) {
            Architecture shape = network.architecture();
            return GradientCheck.of(
                    network.create(manager),
                    new Shape(1, shape.channels(), shape.height(), shape.width()),
                    manager);
        }
    }

    private void print(GradientCheck check) {
        PrintWriter out = spec.commandLine().getOut();
        int width = check.rows().stream().mapToInt(row -> row.name().length()).max().orElseThrow();
        String line = String.format(Locale.ROOT, "%%-%ds  %%7s  %%13s  %%13s  %%10s%%n", width);
        out.print(text(line, "", "Checked", "Gradient", "Differences", "Apart"));
        for (GradientCheck.Row row : check.rows()) {
            out.print(
                    text(
                            line,
                            row.name(),
                            row.checked(),
                            text("%.6g", row.gradient()),
                            text("%.6g", row.difference()),
                            text("%.1e", row.error())));
        }
        out.flush();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
