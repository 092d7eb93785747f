package dev.trainkit.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One module of a TorchScript archive: weights by name, and modules inside of it. */
final class TorchScriptModule {

    /** What TorchScript can read as an attribute behind a dot. */
    private static final Pattern ATTRIBUTE =
            Pattern.compile(
                    "(?!(?:None|True|False|and|as|assert|break|class|continue|def|del|elif|else|except"
                            + "|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise"
                            + "|return|try|while|with|yield)$)[A-Za-z_][A-Za-z0-9_]*");

    private static final Pattern DOT = Pattern.compile("\\.");

    private final String type;
    private final Map<String, TorchScriptModule> modules = new LinkedHashMap<>();

    /** The weights' whole names by their names in here. */
    private final Map<String, String> weights = new LinkedHashMap<>();

    private TorchScriptModule(String type) {
        this.type = type;
    }

    /** The modules that the dots in the weights' names stand for. */
    static TorchScriptModule of(Iterable<String> weights) {
        TorchScriptModule root = new TorchScriptModule("Network");
        List<String> types = new ArrayList<>();
        for (String weight : weights) {
            TorchScriptModule module = root;
            List<String> parts = parts(weight);
            for (int i = 0; i < parts.size() - 1; i++) {
                module =
                        module.modules.computeIfAbsent(
                                parts.get(i),
                                part -> {
                                    types.add(part);
                                    return new TorchScriptModule("Module" + types.size());
                                });
            }
            module.weights.put(parts.get(parts.size() - 1), weight);
        }
        return root;
    }

    private static List<String> parts(String weight) {
        return DOT.splitAsStream(weight).toList();
    }

    /** {@code __torch__.Network}. */
    String type() {
        return "__torch__." + type;
    }

    /** The way to a weight from a variable that holds the outermost module. */
    static String path(String variable, String weight) {
        String path = variable;
        for (String part : parts(weight)) {
            path =
                    ATTRIBUTE.matcher(part).matches()
                            ? path + "." + part
                            : "getattr(%s, \"%s\")".formatted(path, part);
        }
        return path;
    }

    /** The classes of the modules inside, and then of this one, without an end to its body. */
    void declare(StringBuilder code, Set<String> buffers) {
        modules.values().forEach(module -> module.declare(code, buffers));
        code.append("class ").append(type).append("(Module):\n");
        code.append("  __parameters__ = ").append(names(buffers, false)).append('\n');
        code.append("  __buffers__ = ").append(names(buffers, true)).append('\n');
        if (!everyNameIsAnAttribute()) {
            code.append("  __annotations__ = []\n");
        }
        weights.keySet().forEach(name -> code.append(declaration(name, "Tensor")));
        code.append("  training : bool\n");
        modules.forEach((name, module) -> code.append(declaration(name, module.type())));
    }

    private List<String> names(Set<String> buffers, boolean wanted) {
        return weights.entrySet().stream()
                .filter(named -> buffers.contains(named.getValue()) == wanted)
                .map(named -> "\"" + named.getKey() + "\"")
                .toList();
    }

    private boolean everyNameIsAnAttribute() {
        return Stream.concat(weights.keySet().stream(), modules.keySet().stream())
                .allMatch(ATTRIBUTE.asMatchPredicate());
    }

    private static String declaration(String name, String type) {
        return ATTRIBUTE.matcher(name).matches()
                ? "  %s : %s\n".formatted(name, type)
                : "  __annotations__[\"%s\"] = %s\n".formatted(name, type);
    }

    /** The object with all of its tensors, frozen to what it does outside of training. */
    void pickle(Pickle pickle, PickledWeights tensors) {
        pickle.global("__torch__", type).emptyTuple().newObject().emptyDictionary().mark();
        weights.forEach((name, weight) -> tensors.write(pickle.text(name), weight));
        pickle.text("training").flag(false);
        modules.forEach((name, module) -> module.pickle(pickle.text(name), tensors));
        pickle.setItems().build();
    }

    /** Puts a weight on the pickle's stack. */
    interface PickledWeights {

        void write(Pickle pickle, String weight);
    }
}
