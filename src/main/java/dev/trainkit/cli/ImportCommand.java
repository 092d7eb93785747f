package dev.trainkit.cli;

import dev.trainkit.export.ModelImport;
import dev.trainkit.model.Renaming;
import dev.trainkit.report.JsonLine;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a model directory of weights from elsewhere. */
@Command(
        name = "import",
        description = {
            "Make a model directory of weights that were trained elsewhere: safetensors, npz, a"
                    + " state dictionary that torch.save wrote, TorchScript, or DJL's .params. Nothing"
                    + " in the file is run."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  trainkit import lenet.pth --model lenet --out my-lenet",
            "  trainkit import ddp.safetensors --like models/lenet-mnist \\",
            "      --map module.= --out my-lenet",
            "  trainkit import net.npz --model mlp --classes cat,dog \\",
            "      --input 1x28x28 --out my-mlp"
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file of weights.")
    private Path file;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The model directory that is made.")
    private Path out;

    @Mixin private ImportOptions target;

    @Option(
            names = "--map",
            paramLabel = "OLD=NEW,...",
            description =
                    "From the file's names to the network's, by whole parts: module.= takes a"
                            + " prefix away, 0=conv1 renames a layer, aux=- leaves it out; repeatable.")
    private List<String> map = List.of();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "Which of several sets of weights in a file of torch.save: model, ema.module or"
                            + " state_dict for one.")
    private String key;

    @Option(names = "--overwrite", description = "Replace the model in the directory.")
    private boolean overwrite;

    @Mixin private DeviceOption device;

    @Option(names = "--json", description = "Print the results as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        ModelImport imported =
                ModelImport.of(
                        file,
                        key,
                        Renaming.parse(String.join(",", map)),
                        target.resolve(spec.commandLine()),
                        out,
                        overwrite,
                        device.engine(),
                        spec.commandLine().getErr()::println);
        spec.commandLine()
                .getOut()
                .print(json ? JsonLine.of(ImportResults.of(imported)) + "\n" : text(imported));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private static String text(ModelImport imported) {
        return ImportResults.of(imported).toText()
                + "Try it   "
                + ShellWords.of(
                        Home.command(),
                        "predict",
                        "--model",
                        imported.model().toString(),
                        "PICTURE")
                + "\n";
    }
}
