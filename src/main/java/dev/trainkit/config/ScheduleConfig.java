package dev.trainkit.config;

import java.util.List;
import java.util.Map;

/**
 * How the learning rate changes over the run. A setting that the schedule does not have is null;
 * the others have PyTorch's names and defaults. A setting counted in units means steps or epochs,
 * as {@code per} says.
 *
 * @param name one of the listed schedules, {@code cosine} for one
 * @param warmupEpochs epochs in which the rate rises linearly from 0 to its peak, in front of any
 *     schedule; fractions are allowed, and never more than a quarter of the run
 * @param per {@code step} or {@code epoch}: how often the rate changes
 * @param stepSize units after which it is multiplied by gamma, again and again
 * @param milestones units, ascending, after each of which it is multiplied by gamma
 * @param gamma above 0
 * @param tMax units from the peak to the lowest rate; null for as many as the run has
 * @param t0 units until the first restart
 * @param tMult how many times as long the next period is
 * @param etaMin the lowest rate, at least 0
 * @param totalIters units until the rate is 0; null for as many as the run has
 * @param power of the polynomial, above 0; 1 is a straight line
 * @param pctStart share of the run in which the rate rises
 * @param annealStrategy {@code cos} or {@code linear}
 * @param divFactor the first rate is the peak divided by it
 * @param finalDivFactor the last rate is the first divided by it
 * @param threePhase whether the rate falls to the first rate as fast as it rose, and then further
 * @param factor what the rate is multiplied by when the loss no longer falls, in (0, 1)
 * @param patience epochs without a lower loss that are borne
 * @param threshold by how much a loss has to be lower to count
 * @param thresholdMode {@code rel} or {@code abs}: whether that is a share of the best loss
 * @param cooldown epochs after a reduction in which none are counted
 * @param minLr the rate is not reduced below it
 */
public record ScheduleConfig(
        String name,
        double warmupEpochs,
        String per,
        Integer stepSize,
        List<Integer> milestones,
        Double gamma,
        Integer tMax,
        Integer t0,
        Integer tMult,
        Double etaMin,
        Integer totalIters,
        Double power,
        Double pctStart,
        String annealStrategy,
        Double divFactor,
        Double finalDivFactor,
        Boolean threePhase,
        Double factor,
        Integer patience,
        Double threshold,
        String thresholdMode,
        Integer cooldown,
        Double minLr) {

    static final Map<String, Map<String, Object>> CHOICES =
            Map.of(
                    "constant", Map.of(),
                    "step", Map.of("per", "epoch", "step-size", Choice.REQUIRED, "gamma", 0.1),
                    "multi-step",
                            Map.of("per", "epoch", "milestones", Choice.REQUIRED, "gamma", 0.1),
                    "exponential", Map.of("per", "epoch", "gamma", Choice.REQUIRED),
                    "cosine", Map.of("per", "step", "t-max", Choice.OPTIONAL, "eta-min", 0.0),
                    "cosine-warm-restarts",
                            Map.of(
                                    "per",
                                    "step",
                                    "t0",
                                    Choice.REQUIRED,
                                    "t-mult",
                                    1,
                                    "eta-min",
                                    0.0),
                    "polynomial",
                            Map.of("per", "step", "total-iters", Choice.OPTIONAL, "power", 1.0),
                    "one-cycle",
                            Map.of(
                                    "pct-start", 0.3,
                                    "anneal-strategy", "cos",
                                    "div-factor", 25.0,
                                    "final-div-factor", 1e4,
                                    "three-phase", false),
                    "reduce-on-plateau",
                            Map.of(
                                    "factor",
                                    0.1,
                                    "patience",
                                    10,
                                    "threshold",
                                    1e-4,
                                    "threshold-mode",
                                    "rel",
                                    "cooldown",
                                    0,
                                    "min-lr",
                                    0.0));

    public ScheduleConfig {
        new Rules("schedule", new Choice(name, CHOICES))
                .requireName("name", name)
                .require(
                        Rules.isFinite(warmupEpochs),
                        "warmup-epochs",
                        "at least 0 and finite",
                        warmupEpochs)
                .setting("per", per, List.of("step", "epoch")::contains, "step or epoch")
                .setting("step-size", stepSize, n -> n >= 1, "at least 1")
                .setting(
                        "milestones",
                        milestones,
                        ScheduleConfig::ascend,
                        "whole numbers of at least 1, each above the one before")
                .setting("gamma", gamma, Rules::isPositive, "above 0 and finite")
                .setting("t-max", tMax, n -> n >= 1, "null or at least 1")
                .setting("t0", t0, n -> n >= 1, "at least 1")
                .setting("t-mult", tMult, n -> n >= 1, "at least 1")
                .setting("eta-min", etaMin, Rules::isFinite, "at least 0 and finite")
                .setting("total-iters", totalIters, n -> n >= 1, "null or at least 1")
                .setting("power", power, Rules::isPositive, "above 0 and finite")
                .setting("pct-start", pctStart, p -> p > 0 && p < 1, "above 0 and below 1")
                .setting(
                        "anneal-strategy",
                        annealStrategy,
                        List.of("cos", "linear")::contains,
                        "cos or linear")
                .setting("div-factor", divFactor, Rules::isPositive, "above 0 and finite")
                .setting(
                        "final-div-factor", finalDivFactor, Rules::isPositive, "above 0 and finite")
                .require(
                        !Boolean.TRUE.equals(threePhase) || pctStart == null || pctStart <= 0.5,
                        "three-phase",
                        "false unless pct-start is at most 0.5",
                        threePhase)
                .setting("three-phase", threePhase)
                .setting("factor", factor, f -> f > 0 && f < 1, "above 0 and below 1")
                .setting("patience", patience, n -> n >= 0, "at least 0")
                .setting("threshold", threshold, Rules::isFinite, "at least 0 and finite")
                .setting(
                        "threshold-mode",
                        thresholdMode,
                        List.of("rel", "abs")::contains,
                        "rel or abs")
                .setting("cooldown", cooldown, n -> n >= 0, "at least 0")
                .setting("min-lr", minLr, Rules::isFinite, "at least 0 and finite")
                .check();
        milestones = milestones == null ? null : List.copyOf(milestones);
    }

    /** The defaults of that schedule. */
    public ScheduleConfig(String name, double warmupEpochs) {
        this(name, warmupEpochs, new Choice(name, CHOICES));
    }

    private ScheduleConfig(String name, double warmupEpochs, Choice choice) {
        this(
                name,
                warmupEpochs,
                choice.text("per"),
                choice.whole("step-size"),
                null,
                choice.number("gamma"),
                choice.whole("t-max"),
                choice.whole("t0"),
                choice.whole("t-mult"),
                choice.number("eta-min"),
                choice.whole("total-iters"),
                choice.number("power"),
                choice.number("pct-start"),
                choice.text("anneal-strategy"),
                choice.number("div-factor"),
                choice.number("final-div-factor"),
                choice.flag("three-phase"),
                choice.number("factor"),
                choice.whole("patience"),
                choice.number("threshold"),
                choice.text("threshold-mode"),
                choice.whole("cooldown"),
                choice.number("min-lr"));
    }

    public ScheduleConfig() {
        this("constant", 0);
    }

    /**
     * That schedule with its defaults and what differs from them, {@code ScheduleConfig.of("step",
     * "step-size=3")}.
     *
     * @throws InvalidConfigException with every mistake in the settings
     */
    public static ScheduleConfig of(String name, String... settings) {
        return RunConfig.of(Section.overrides("schedule", name, settings)).schedule();
    }

    private static boolean ascend(List<Integer> milestones) {
        int before = 0;
        for (int milestone : milestones) {
            if (milestone <= before) {
                return false;
            }
            before = milestone;
        }
        return !milestones.isEmpty();
    }
}
