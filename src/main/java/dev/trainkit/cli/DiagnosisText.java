package dev.trainkit.cli;

import dev.trainkit.engine.EngineCheck;
import java.util.Locale;

/** A {@link Diagnosis} for people: a line for each thing, then what is wrong. */
final class DiagnosisText {

    private final StringBuilder text = new StringBuilder();

    private DiagnosisText() {}

    static String of(Diagnosis found) {
        DiagnosisText diagnosis = new DiagnosisText();
        diagnosis.machine(found);
        diagnosis.engine(found.engine(), found.djl());
        diagnosis.data(found);
        diagnosis.faults(found);
        return diagnosis.text.toString();
    }

    private void machine(Diagnosis found) {
        Diagnosis.Java java = found.java();
        Diagnosis.Os os = found.os();
        line("trainkit", found.trainkit() + " in " + found.home());
        line("Java", java.version() + ", " + java.name() + ", " + java.home());
        line("System", os.name() + " " + os.version() + " " + os.arch());
        line("Cores", String.valueOf(found.cores()));
        line(
                "Memory",
                gibibytes(found.memoryBytes())
                        + ", of which Java itself may take "
                        + gibibytes(found.javaMemoryBytes()));
    }

    private void engine(EngineCheck engine, String djl) {
        boolean loaded = engine.problem() == null;
        line("Engine", engine.name() + (loaded ? " " + engine.version() : "") + ", DJL " + djl);
        line("Library", loaded ? engine.nativeLibrary() : "could not be loaded");
        if (loaded) {
            line("Devices", String.join(", ", engine.devices()));
            line("Threads", String.valueOf(engine.threads()));
        }
    }

    private void data(Diagnosis found) {
        String head = "Data";
        for (Diagnosis.DataSet set : found.data()) {
            String place = set.folder() == null ? "not here. " + set.remedy() : set.folder();
            line(head, set.name() + ": " + place);
            head = "";
        }
        line(
                "Network",
                found.offline()
                        ? "not used: DJL is told to stay offline"
                        : "used only for data sets that are not here");
    }

    private void faults(Diagnosis found) {
        text.append('\n');
        if (found.faults().isEmpty()) {
            text.append("Nothing is wrong.\n");
        }
        for (Diagnosis.Fault fault : found.faults()) {
            line("Fault", fault.fault());
            line("Remedy", fault.remedy());
        }
    }

    private void line(String head, String value) {
        text.append(String.format("%-9s %s%n", head, value));
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
}
