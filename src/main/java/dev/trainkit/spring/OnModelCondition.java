package dev.trainkit.spring;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether a property names a model. */
final class OnModelCondition extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(
            ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Model");
        boolean named =
                ModelRegistrar.hasModel(context.getEnvironment())
                        || !ModelRegistrar.names(context.getEnvironment()).isEmpty();
        return named
                ? ConditionOutcome.match(message.because("a location is set"))
                : ConditionOutcome.noMatch(
                        message.because(
                                "neither trainkit.model.location nor trainkit.models is set"));
    }
}
