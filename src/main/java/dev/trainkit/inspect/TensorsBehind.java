package dev.trainkit.inspect;

import ai.djl.ndarray.NDArray;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.BackwardPass;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The tensors that another depends on, of those that are still there. */
final class TensorsBehind {

    private final NDArray root;
    private final List<NDArray> leaves;

    /** Those that are not leaves, each after all that it depends on. */
    private final List<NDArray> recorded;

    /** From each recorded tensor to all the others. */
    private final IdentityHashMap<NDArray, BackwardPass> passes = new IdentityHashMap<>();

    private final IdentityHashMap<NDArray, Set<NDArray>> reached = new IdentityHashMap<>();

    /**
     * @param others where to look, besides the root's manager
     */
    TensorsBehind(NDArray root, Collection<NDArray> others) {
        this.root = root;
        List<NDArray> candidates = candidates(others);
        List<NDArray> tensors = reached(Autograd.watchBackward(root, candidates), candidates);
        leaves = tensors.stream().filter(Autograd::isLeaf).toList();
        tensors.stream()
                .filter(tensor -> !Autograd.isLeaf(tensor))
                .forEach(tensor -> watch(tensor, tensors));
        recorded = withoutAliases(tensors.stream().filter(passes::containsKey).toList());
        recorded.sort(Comparator.comparingInt(tensor -> passes.get(tensor).steps().size()));
    }

    List<NDArray> leaves() {
        return leaves;
    }

    List<NDArray> recorded() {
        return recorded;
    }

    /** What a tensor depends on, nearer ones first and leaves last. */
    List<NDArray> behind(NDArray tensor) {
        List<NDArray> behind = new ArrayList<>(recorded);
        Collections.reverse(behind);
        behind.addAll(leaves);
        behind.removeIf(other -> other == tensor || !depends(tensor, other));
        return behind;
    }

    /** Whether none of the others lies on a way between them. */
    boolean areNeighbours(NDArray from, NDArray to) {
        return behind(from).stream().noneMatch(other -> other != to && depends(other, to));
    }

    /** Nodes and edges between a tensor and all that it depends on. */
    BackwardPass passFrom(NDArray tensor) {
        return passes.get(tensor);
    }

    /** Whether both came out of one operation, such as the halves of a split. */
    boolean areSiblings(NDArray one, NDArray other) {
        return passes.get(one).names().equals(passes.get(other).names())
                && nodesTo(one, other) == nodesTo(one)
                && nodesTo(one, other) == nodesTo(other);
    }

    private int nodesTo(NDArray... tensors) {
        return Autograd.watchBackward(root, List.of(tensors)).steps().size();
    }

    /** Whatever a gradient may come to; the root first. */
    private List<NDArray> candidates(Collection<NDArray> others) {
        Set<NDArray> met = identitySet();
        return Stream.of(List.of(root), others, root.getManager().getManagedArrays())
                .flatMap(Collection::stream)
                .filter(met::add)
                .filter(Autograd::requiresGradient)
                .toList();
    }

    private void watch(NDArray tensor, List<NDArray> tensors) {
        BackwardPass pass = Autograd.watchBackward(tensor, tensors);
        Set<NDArray> met = identitySet();
        met.addAll(reached(pass, tensors));
        passes.put(tensor, pass);
        reached.put(tensor, met);
    }

    private static List<NDArray> reached(BackwardPass pass, List<NDArray> tensors) {
        return IntStream.range(0, tensors.size())
                .filter(pass.reached()::get)
                .mapToObj(tensors::get)
                .toList();
    }

    /** Arrays that share one tensor depend on each other; the first stands for all. */
    private List<NDArray> withoutAliases(List<NDArray> tensors) {
        List<NDArray> distinct = new ArrayList<>();
        for (NDArray tensor : tensors) {
            if (distinct.stream().noneMatch(d -> depends(d, tensor) && depends(tensor, d))) {
                distinct.add(tensor);
            }
        }
        return distinct;
    }

    private boolean depends(NDArray tensor, NDArray other) {
        return reached.containsKey(tensor) && reached.get(tensor).contains(other);
    }

    private static Set<NDArray> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }
}
