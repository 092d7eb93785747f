package dev.trainkit.export;

import java.util.Locale;
import java.util.Set;

/** The line of a network's code that is running. */
final class CallSite {

    /** Ours, the proxies' and DJL's arrays pass on what a block has called. */
    private static final Set<String> BETWEEN =
            Set.of("dev.trainkit.export", "ai.djl.ndarray", "java.lang", "java.util");

    private CallSite() {}

    /** {@code LeNetBlock (LeNetBlock.java:71)}. */
    static String here() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(CallSite::isOfANetwork).findFirst())
                .map(CallSite::text)
                .orElse("an unknown place");
    }

    private static boolean isOfANetwork(StackWalker.StackFrame frame) {
        String name = frame.getClassName();
        boolean between =
                BETWEEN.stream().anyMatch(start -> name.startsWith(start + "."))
                        && !name.endsWith("Test");
        return !between && !name.contains("$Proxy");
    }

    private static String text(StackWalker.StackFrame frame) {
        String name = frame.getClassName();
        return String.format(
                Locale.ROOT,
                "%s (%s:%d)",
                name.substring(name.lastIndexOf('.') + 1),
                frame.getFileName(),
                frame.getLineNumber());
    }
}
