package dev.trainkit.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why an application does not start with its model, and what to do. */
final class UnusableModelFailureAnalyzer extends AbstractFailureAnalyzer<UnusableModelException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnusableModelException cause) {
        return new FailureAnalysis(
                cause.location() == null
                        ? "%s names no model. %s".formatted(cause.property(), cause.getMessage())
                        : "The model of %s=%s cannot be served. %s"
                                .formatted(cause.property(), cause.location(), cause.getMessage()),
                "Set %s to a directory that `trainkit train` has written, such as file:models/lenet-mnist. `trainkit evaluate --model DIR` tells whether a directory is whole."
                        .formatted(cause.property()),
                cause);
    }
}
