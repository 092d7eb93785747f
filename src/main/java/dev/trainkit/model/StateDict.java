package dev.trainkit.model;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A network's parameters under the names that PyTorch's {@code state_dict} gives them. */
public final class StateDict {

    /** DJL puts the child's number, counted from 1, before its name. */
    private static final Pattern CHILD = Pattern.compile("(\\d{2,})(\\D.*)");

    private StateDict() {}

    /** Name to parameter, in the order of PyTorch's list: {@code conv1.weight}, and so on. */
    public static Map<String, Parameter> of(Block block) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        collect("", block, parameters);
        return Collections.unmodifiableMap(parameters);
    }

    /** Those of {@code parameters} that a gradient changes: no running figures, nothing frozen. */
    public static Map<String, Parameter> trainable(Map<String, Parameter> parameters) {
        Map<String, Parameter> trainable = new LinkedHashMap<>(parameters);
        trainable.values().removeIf(parameter -> !parameter.requiresGradient());
        return trainable;
    }

    /**
     * The name of a block's child as PyTorch has it: the one it was given, or its index in a
     * sequence, counted from 0, where it was given none.
     */
    public static String childName(Pair<String, Block> child) {
        Matcher matcher = CHILD.matcher(child.getKey());
        if (!matcher.matches()) {
            return child.getKey();
        }
        boolean unnamed = matcher.group(2).equals(child.getValue().getClass().getSimpleName());
        return unnamed ? String.valueOf(Integer.parseInt(matcher.group(1)) - 1) : matcher.group(2);
    }

    private static void collect(String prefix, Block block, Map<String, Parameter> parameters) {
        block.getDirectParameters()
                .forEach(named -> parameters.put(prefix + named.getKey(), named.getValue()));
        for (Pair<String, Block> child : block.getChildren()) {
            collect(prefix + childName(child) + ".", child.getValue(), parameters);
        }
    }
}
