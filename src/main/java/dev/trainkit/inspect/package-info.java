/**
 * Looking inside: what a network is made of, and what autograd did with it.
 *
 * <p>DJL has no call for {@code grad_fn.next_functions}. {@link dev.trainkit.inspect.AutogradGraph}
 * asks the engine instead: it runs backward passes between tensors (through {@code
 * torch.autograd.grad}, which changes no gradient and keeps the graph) and reads from libtorch's
 * profiler which nodes ran, in which order, and how often one gradient was added to another. A node
 * that has received k gradients has k edges, so that a pass counts the edges of what lies between
 * its ends; what is counted and not yet known belongs to the tensor the pass began at. Names,
 * nodes, edges and shapes are therefore the engine's. Four things differ from PyTorch's own walk:
 *
 * <ul>
 *   <li>No pass tells which operand an edge belongs to; {@code OperandOrder} says how they are put
 *       in order. Where an operation takes several computed tensors, the earlier one comes first.
 *   <li>An operand that needs no gradient has no entry; PyTorch's walk has None.
 *   <li>A graph that a backward pass has freed can no longer be asked.
 *   <li>Nodes inside of one native call, none of whose tensors is held, are taken to be in a row.
 * </ul>
 *
 * <p>The names are those of the libtorch that runs. {@code torch.flatten} records ViewBackward0
 * there, as {@code view} always has, and recorded ReshapeAliasBackward0 in PyTorch 1.11 to 1.13.
 * And they are those of the operations that DJL calls: a linear layer on more than two dimensions
 * is MmBackward0 and AddBackward0, where PyTorch's is AddmmBackward0.
 */
package dev.trainkit.inspect;
