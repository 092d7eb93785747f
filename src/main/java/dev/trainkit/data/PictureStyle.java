package dev.trainkit.data;

/** How the pictures of a data set were made, so that a person's picture can be made alike. */
public enum PictureStyle {
    /**
     * As MNIST: white ink on black, cropped to the ink, its longer side scaled to 20 pixels, its
     * centre of mass in the middle of 28x28.
     */
    DIGIT,
    /** Light on black, the whole picture fitted into the frame. */
    PLAIN,
    /** As it is: the whole picture, the background at its sides. */
    CONTAIN,
    /** As it is: the frame is filled, and what is over is cut off at the sides. */
    COVER,
    /** As it is: the whole picture, its shape changed to the frame's. */
    STRETCH;

    /** Whether a picture is taken as it is, and not for light ink on black. */
    public boolean isAsItIs() {
        return this != DIGIT && this != PLAIN;
    }
}
