package dev.trainkit.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of stochastic gradient descent for any number of parameters in one call into libtorch,
 * by the operations of {@code torch.optim.SGD} and in their order.
 *
 * @param rate the learning rate
 * @param momentum what is left of a buffer; 0 where there are no buffers
 * @param nesterov whether to look ahead by the momentum
 */
public record SgdStep(double rate, double momentum, boolean nesterov) {

    private static final class Functions {
        static final TorchScript SGD = new TorchScript("sgd.py");
    }

    /**
     * One parameter; weight and buffer are changed in place.
     *
     * @param decay how much of the weight is added to its gradient
     * @param buffer of the momentum; null without
     * @param share of the gradient that the buffer takes, 1 less the dampening
     * @param least what of the buffer is nearer to 0 becomes 0 after the step; 0 leaves all of it
     */
    public record Part(
            NDArray weight,
            NDArray gradient,
            double decay,
            NDArray buffer,
            double share,
            double least) {}

    /** Takes the step. */
    public void take(List<Part> parts) {
        List<IValue> arguments = new ArrayList<>();
        arguments.add(tensors(parts.stream().map(Part::weight).toList()));
        arguments.add(tensors(parts.stream().map(Part::gradient).toList()));
        arguments.add(IValue.listFrom(parts.stream().mapToDouble(Part::decay).toArray()));
        arguments.add(IValue.from(rate));
        if (momentum == 0) {
            call("step", arguments);
            return;
        }
        arguments.add(tensors(parts.stream().map(Part::buffer).toList()));
        arguments.add(IValue.listFrom(parts.stream().mapToDouble(Part::share).toArray()));
        arguments.add(IValue.from(momentum));
        arguments.add(IValue.from(nesterov));
        arguments.add(IValue.listFrom(parts.stream().mapToDouble(Part::least).toArray()));
        call("step_with_momentum", arguments);
    }

    private static void call(String method, List<IValue> arguments) {
        Functions.SGD.call(method, IValue::toLong, arguments.toArray(IValue[]::new));
    }

    private static IValue tensors(List<NDArray> arrays) {
        return IValue.listFrom(arrays.toArray(PtNDArray[]::new));
    }
}
