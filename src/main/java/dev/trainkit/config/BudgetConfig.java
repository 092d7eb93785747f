package dev.trainkit.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ends a run before its last epoch, whichever comes first.
 *
 * @param maxSteps after so many steps; null for no such end
 * @param maxTime after so long, {@code 90s}, {@code 30m} or {@code 2h}; null for no such end
 * @param target once {@code checkpoint.monitor} reaches it; null for no such end
 */
public record BudgetConfig(Integer maxSteps, String maxTime, Double target) {

    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,8})([smh])");

    public BudgetConfig {
        new Rules("budget")
                .require(
                        maxSteps == null || maxSteps >= 1,
                        "max-steps",
                        "null or at least 1",
                        maxSteps)
                .require(
                        maxTime == null || TIME.matcher(maxTime).matches(),
                        "max-time",
                        "null or a time such as 90s, 30m or 2h",
                        maxTime)
                .require(
                        target == null || Double.isFinite(target),
                        "target",
                        "null or finite",
                        target)
                .check();
    }

    public BudgetConfig() {
        this(null, null, null);
    }

    /** {@code maxTime}; null where there is none. */
    public Duration timeLimit() {
        if (maxTime == null) {
            return null;
        }
        Matcher time = TIME.matcher(maxTime);
        if (!time.matches()) {
            throw new IllegalStateException("the constructor let through " + maxTime);
        }
        long amount = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
