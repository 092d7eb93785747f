package dev.trainkit.inspect;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import dev.trainkit.model.BatchNorm2d;
import java.util.Locale;

/** A layer as PyTorch prints it. */
final class LayerText {

    private LayerText() {}

    static String of(Block block, Shape input) {
        if (block instanceof Conv2d convolution) {
            return describe(convolution, input);
        }
        if (block instanceof Linear linear) {
            Shape weight = linear.getDirectParameters().get("weight").getShape();
            boolean bias = linear.getDirectParameters().contains("bias");
            return String.format(
                    Locale.ROOT,
                    "Linear(in_features=%d, out_features=%d, bias=%s)",
                    weight.get(1),
                    weight.get(0),
                    bias ? "True" : "False");
        }
        if (block instanceof BatchNorm2d) {
            return String.format(
                    Locale.ROOT,
                    "BatchNorm2d(%d, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)",
                    input.get(1));
        }
        return block.getClass().getSimpleName() + "()";
    }

    private static String describe(Conv2d convolution, Shape input) {
        StringBuilder text = new StringBuilder("Conv2d(");
        text.append(input.get(1)).append(", ").append(convolution.getFilters());
        text.append(", kernel_size=").append(pair(convolution.getKernelShape()));
        text.append(", stride=").append(pair(convolution.getStride()));
        if (convolution.getPadding().size() > 0 && convolution.getPadding().get(0) != 0) {
            text.append(", padding=").append(pair(convolution.getPadding()));
        }
        if (convolution.getGroups() != 1) {
            text.append(", groups=").append(convolution.getGroups());
        }
        if (!convolution.isIncludeBias()) {
            text.append(", bias=False");
        }
        return text.append(')').toString();
    }

    private static String pair(Shape shape) {
        return String.format(Locale.ROOT, "(%d, %d)", shape.get(0), shape.get(1));
    }
}
