package dev.trainkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetCellTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=HYPERLINK(\"http://x\")",
                "+1+cmd",
                "-2+3",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "'=1",
                "''@a",
                "=1\n=2"
            })
    void keepsAFormulaText(String name) {
        assertThat(SpreadsheetCell.written(name)).isEqualTo("'" + name);
        assertThat(SpreadsheetCell.read(SpreadsheetCell.written(name))).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cat", "'tis", "a=b", "-1", "+5", "-0.5", "1e-3", "'"})
    void leavesAllElseAsItIs(String name) {
        assertThat(SpreadsheetCell.written(name)).isEqualTo(name);
        assertThat(SpreadsheetCell.read(name)).isEqualTo(name);
    }

    @Test
    void readsWhatWasNeverWrittenSo() {
        assertThat(SpreadsheetCell.read("=1")).isEqualTo("=1");
    }
}
