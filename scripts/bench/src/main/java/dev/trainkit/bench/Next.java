package dev.trainkit.bench;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Which picture a caller asks about next. */
@State(Scope.Thread)
public class Next {

    private int number;

    int picture() {
        number = (number + 1) % TestPictures.COUNT;
        return number;
    }
}
