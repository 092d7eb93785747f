package dev.trainkit.eval;

import dev.trainkit.data.ImageData;
import java.util.BitSet;

/**
 * What a model answers to the pictures of a test set.
 *
 * @param right the numbers of the pictures whose most probable class is right
 */
record TestAnswers(ImageData test, Evaluation evaluation, BitSet right) {

    /** Null where the other has answered to other pictures, or by other classes. */
    McNemar pairedWith(TestAnswers other) {
        boolean same =
                test.classes().equals(other.test.classes())
                        && test.sha256().equals(other.test.sha256());
        return same ? McNemar.of(right, other.right, test.size()) : null;
    }
}
