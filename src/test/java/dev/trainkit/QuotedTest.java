package dev.trainkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.config.InvalidConfigException;
import dev.trainkit.config.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, '\b', '\t', '\n', '\r', 0x1b, 0x7f, 0x85, 0x9b, 0x2028, 0x2029, 0x202e, 0x2066,
                0xd800
            })
    void letsNothingThroughThatATerminalObeys(int command) {
        String name = "a" + Character.toString(command) + "b";

        assertThat(Quoted.line(name)).isEqualTo("a?b");
        assertThat(Quoted.of(name)).isEqualTo("a?b");
        assertThat(new TrainkitException(name)).hasMessage("a?b");
    }

    /** Cat, a Persian word with a joiner, a family of emoji, and an accent of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"猫", "می\u200cخواهم", "👩\u200d👧", "e\u0301", "a b"})
    void leavesScriptsAsTheyAre(String name) {
        assertThat(Quoted.line(name)).isSameAs(name);
    }

    @Test
    void keepsAllOfALongName() {
        String name = "folder/".repeat(30);

        assertThat(Quoted.line(name)).isEqualTo(name);
        assertThat(Quoted.of(name)).hasSize(83).endsWith("...");
    }

    @Test
    void keepsAMistakeOnItsLine() {
        Problem one = new Problem("a", null, "is\nbad");

        assertThat(new InvalidConfigException(List.of(one, one)).getMessage().lines()).hasSize(3);
    }
}
