/**
 * The engine and its devices, chosen at run time; gradient mode, gradients, backward passes and
 * random streams. The only place that touches {@code ai.djl.pytorch}, because some of its native
 * calls can end the JVM.
 *
 * <p>DJL binds only part of libtorch. What it lacks is reached through TorchScript, for which DJL
 * does have a call: a module without weights, whose source lies beside the classes, calls {@code
 * torch.autograd.grad} and the like.
 */
package dev.trainkit.engine;
