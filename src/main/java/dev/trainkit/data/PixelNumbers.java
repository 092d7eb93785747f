package dev.trainkit.data;

/** Numbers that are to become pixels, as a file has them. */
interface PixelNumbers {

    /** What people call all of them: the array, for one. */
    String name();

    int size();

    double at(int i);

    /** What people call the place of number i. */
    String place(int i);

    /** Whether they are true and false, of which true is full brightness. */
    boolean areTruths();

    /** The numbers themselves, not copied, where they are of one byte each already; else null. */
    byte[] bytes();
}
