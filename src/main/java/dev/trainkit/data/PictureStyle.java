package dev.trainkit.data;

/** How the pictures of a data set were made, so that a person's picture can be made alike. */
public enum PictureStyle {
    /**
     * As MNIST: white ink on black, cropped to the ink, its longer side scaled to 20 pixels, its
     * centre of mass in the middle of 28x28.
     */
    DIGIT,
    /** Light on black, the whole picture fitted into the frame. */
    PLAIN
}
