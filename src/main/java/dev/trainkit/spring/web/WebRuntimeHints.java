package dev.trainkit.spring.web;

import dev.trainkit.predict.LookedAt;
import dev.trainkit.spring.TrainingStatus;
import java.util.List;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What a native image must keep of the pages and the answers. */
final class WebRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, ClassLoader classLoader) {
        hints.resources().registerPattern("dev/trainkit/spring/web/*");
        for (Class<?> byName : List.of(ProblemValve.class, TimedProtocol.class)) { // by Tomcat
            hints.reflection().registerType(byName, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
        }
        new BindingReflectionHintsRegistrar()
                .registerReflectionHints(
                        hints.reflection(),
                        PredictController.Answer.class,
                        PredictController.Refusal.class,
                        LookedAt.class,
                        ModelView.class,
                        RunView.class,
                        Problem.class,
                        TrainingStatus.class);
    }
}
