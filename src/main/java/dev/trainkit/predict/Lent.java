package dev.trainkit.predict;

import dev.trainkit.TrainkitException;
import dev.trainkit.store.Manifest;
import java.util.List;

/** A network as long as a call has it. */
interface Lent {

    Manifest manifest();

    /** The logits of each picture, one after the other. */
    float[] logits(List<byte[]> pictures);

    /** What its first layer makes of one picture. */
    FirstLayer firstLayer(byte[] picture);

    /**
     * An error that names the model.
     *
     * @param what the model does or is
     * @param todo what mends it
     */
    TrainkitException unusable(String what, String todo);
}
