package dev.trainkit.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which bean has the name of a model already. */
final class ModelNameFailureAnalyzer extends AbstractFailureAnalyzer<ModelNameException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ModelNameException cause) {
        return new FailureAnalysis(cause.description(), cause.action(), cause);
    }
}
