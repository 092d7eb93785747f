package dev.trainkit;

import java.util.regex.Pattern;

/**
 * Text in a table that a spreadsheet may open. A cell that begins with {@code =}, {@code +}, {@code
 * -}, {@code @}, a tab or a line's end would be run there as a formula, whoever named the picture
 * or the class; an apostrophe before it keeps it text, and is taken away where trainkit reads it.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP: CSV injection</a>
 */
public final class SpreadsheetCell {

    private static final Pattern FORMULA = Pattern.compile("(?s)'*[=+\\-@\\t\\r\\n].*");
    private static final Pattern NUMBER = Pattern.compile("[-+][0-9]+([.,][0-9]+)?");

    private SpreadsheetCell() {}

    /** As it is written: numbers below 0 are no formulas, and stay what they are. */
    public static String written(String text) {
        boolean isFormula = FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches();
        return isFormula ? "'" + text : text;
    }

    /** What was {@link #written}. */
    public static String read(String cell) {
        return cell.startsWith("'") && FORMULA.matcher(cell).matches() ? cell.substring(1) : cell;
    }
}
