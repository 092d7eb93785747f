package dev.trainkit.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartNameTest {

    /** As RFC 7578 has them, curl and browsers, and RFC 5987, which wins where it is there too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    form-data; name="p"; filename="seven.png" | seven.png
                    form-data; name="p"; filename=seven.png | seven.png
                    form-data; name="p"; filename="a\\"b.png" | a"b.png
                    form-data; name="p"; filename="a\\\\b.png" | a\\b.png
                    form-data; name="p"; filename="C:\\pictures\\b.png" | C:\\pictures\\b.png
                    form-data; name="p"; filename="sieben;8.png" | sieben;8.png
                    form-data; name="p"; filename="grün 七.png" | grün 七.png
                    form-data; name="p"; filename*=UTF-8''gr%C3%BCn.png | grün.png
                    form-data; name="p"; filename*=UTF-8''gr%C3%BCn.png; filename="gr_n.png" | grün.png
                    form-data; name="p"; filename="gr_n.png"; filename*=ISO-8859-1''gr%FCn.png | grün.png
                    form-data; name="the field" | the field
                    form-data | -
                    form-data; filename*=UTF-8''%zz | -
                    nonsense; | -
                    """)
    void isThatOfTheFile(String disposition, String name) {
        assertThat(PartName.of(disposition)).isEqualTo(name);
    }

    @Test
    void isADashWhereThereIsNoHeader() {
        assertThat(PartName.of((String) null)).isEqualTo("-");
    }

    @Test
    void hasNoControlCharacters() {
        assertThat(named("a\0b\u001b[2J\u0085\u007f.png")).isEqualTo("ab[2J.png");
    }

    @Test
    void isCutBetweenTwoCharacters() {
        String seven = "\uD83D\uDE0A"; // one character, and two of Java's
        assertThat(named("a".repeat(99) + seven)).isEqualTo("a".repeat(99));
        assertThat(named("a".repeat(98) + seven + "b")).isEqualTo("a".repeat(98) + seven);
        assertThat(named("a".repeat(101))).isEqualTo("a".repeat(100));
    }

    private static String named(String file) {
        return PartName.of("form-data; name=\"p\"; filename=\"" + file + "\"");
    }
}
