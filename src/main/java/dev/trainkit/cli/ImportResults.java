package dev.trainkit.cli;

import dev.trainkit.export.ModelImport;
import dev.trainkit.store.Figures;
import java.util.Locale;

/**
 * What {@code import --json} prints.
 *
 * @param model its directory
 * @param test null where the test set was not asked
 */
record ImportResults(String model, String file, int tensors, long parameters, Figures test) {

    static ImportResults of(ModelImport imported) {
        return new ImportResults(
                imported.model().toString(),
                imported.file().toString(),
                imported.tensors(),
                imported.parameters(),
                imported.test());
    }

    /** The same for people. */
    String toText() {
        String tested =
                test == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "Test     accuracy %.2f %%, loss %.4f%n",
                                100 * test.accuracy(),
                                test.loss());
        return String.format(
                        Locale.ROOT,
                        "Model    %s%nWeights  %,d in %d tensors, from %s%n",
                        model,
                        parameters,
                        tensors,
                        file)
                + tested;
    }
}
