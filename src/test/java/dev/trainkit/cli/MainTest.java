package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;

class MainTest {

    static List<String> commands() {
        return Main.COMMANDS.stream().map(Main::name).toList();
    }

    @Test
    void printsItsVersion() {
        Ran ran = Ran.here("--version");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).matches("trainkit \\d+\\.\\d+\\.\\d+\\R");
    }

    @Test
    void namesEveryCommandInItsHelp() {
        Ran ran = Ran.here("--help");

        assertThat(ran.exitCode()).isZero();
        assertThat(commands())
                .allSatisfy(command -> assertThat(ran.out()).contains("  " + command));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void givesEachCommandAHelpWithAnExample(String command) {
        Ran ran = Ran.here(command, "--help");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("Usage: trainkit " + command);
        assertThat(ran.out()).containsPattern("Examples?:\\R  trainkit " + command);
    }

    /** A setting that an option stands for is its description, {@code train.seed} for one. */
    @ParameterizedTest
    @MethodSource("commands")
    void describesEachCommandAndOptionInWholeSentencesAndExamplesOnOneLine(String command) {
        CommandSpec spec =
                CommandSpec.forAnnotatedObject(Main.COMMANDS.get(commands().indexOf(command)));
        assertComplete(spec);
        spec.subcommands().values().forEach(inner -> assertComplete(inner.getCommandSpec()));
    }

    private static void assertComplete(CommandSpec spec) {
        assertThat(String.join(" ", spec.usageMessage().description())).endsWith(".");
        assertThat(spec.args())
                .extracting(argument -> String.join(" ", argument.description()))
                .allSatisfy(text -> assertThat(text).matches("(?s).*[.]|[a-z]+\\.[a-z-]+"));
        assertThat(spec.usageMessage().footer())
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
    }

    @Test
    void showsTheUsageWhenNoCommandIsNamed() {
        Ran ran = Ran.here();

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("Usage: trainkit").contains("Commands:");
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        Ran ran = Ran.here("shel");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err().lines())
                .containsExactly(
                        "Unmatched argument at index 0: 'shel'",
                        "Did you mean: trainkit shell?",
                        "Run 'trainkit --help' for its usage.");
    }

    @Test
    void namesTheCommandWhoseHelpExplainsAWrongOption() {
        Ran ran = Ran.here("shell", "--fast");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err())
                .contains("Unknown option: '--fast'")
                .contains("Run 'trainkit shell --help' for its usage.");
    }
}
