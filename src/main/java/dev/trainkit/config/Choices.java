package dev.trainkit.config;

import java.util.Map;

/** The sections of which a name decides what their keys are. */
final class Choices {

    private static final Map<String, Map<String, Map<String, Object>>> BY_SECTION =
            Map.of(
                    "loss", LossConfig.CHOICES,
                    "model", ModelConfig.CHOICES,
                    "optimizer", OptimizerConfig.CHOICES,
                    "schedule", ScheduleConfig.CHOICES);

    private Choices() {}

    static boolean areIn(String section) {
        return BY_SECTION.containsKey(section);
    }

    /**
     * @param name null where nobody chose
     */
    static Choice of(String section, String name) {
        return new Choice(name, BY_SECTION.getOrDefault(section, Map.of()));
    }
}
