package dev.trainkit.model;

import ai.djl.nn.Block;
import dev.trainkit.engine.RandomStream;

/** How the weights of a convolution or a linear layer are drawn. */
enum Initialisation {

    /**
     * As {@code nn.Conv2d} and {@code nn.Linear} are by default: weights Kaiming-uniform with a =
     * sqrt 5 (He et al. 2015), biases uniform, both of which come to U(-b, b) with b = 1 /
     * sqrt(fan-in).
     */
    DEFAULT {
        @Override
        float draw(RandomStream random, long fanIn, long fanOut) {
            float bound = (float) (1 / Math.sqrt((double) fanIn));
            return random.nextFloat(-bound, bound);
        }
    },

    /** {@code kaiming_normal_(mode="fan_out", nonlinearity="relu")}; biases are zero. */
    KAIMING_NORMAL {
        @Override
        float draw(RandomStream random, long fanIn, long fanOut) {
            return (float) (random.nextNormal() * Math.sqrt(2.0 / fanOut));
        }
    },

    /** {@code kaiming_uniform_}; biases are zero. */
    KAIMING_UNIFORM {
        @Override
        float draw(RandomStream random, long fanIn, long fanOut) {
            float bound = (float) Math.sqrt(6.0 / fanIn);
            return random.nextFloat(-bound, bound);
        }
    },

    /** {@code normal_(0, 0.01)}; biases are zero. */
    SMALL_NORMAL {
        @Override
        float draw(RandomStream random, long fanIn, long fanOut) {
            return (float) (random.nextNormal() * 0.01);
        }
    };

    /** A network whose layers are not all initialised by default. */
    interface Chosen {

        Initialisation of(Block layer);
    }

    /**
     * One value of a weight.
     *
     * @param fanIn inputs that one output sums over
     * @param fanOut outputs that one input goes into
     */
    abstract float draw(RandomStream random, long fanIn, long fanOut);
}
