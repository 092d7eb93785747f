package dev.trainkit.data;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Formats that people have pictures in and that are not read here, by a file's first bytes. */
final class OtherFormat {

    private static final int LOOKED_AT = 1000;
    private static final Pattern SVG = Pattern.compile("<svg[\\s>]");
    private static final String TARGA = "TRUEVISION-XFILE.\0"; // at the end
    private static final String[][] STARTS = {
        {"%PDF-", "a PDF file"},
        {"%!PS", "a PostScript file"},
        {"8BPS", "a Photoshop picture"},
        {"\0\0\1\0", "an ICO picture"},
        {"\0\0\0\fjP  ", "a JPEG 2000 picture"},
        {"\u00ffO\u00ffQ", "a JPEG 2000 picture"},
        {"\u00ff\n", "a JPEG XL picture"},
        {"\0\0\0\fJXL ", "a JPEG XL picture"},
        {"DDS ", "a DDS picture"},
        {"v/1\1", "an OpenEXR picture"},
        {"P7\n", "a PAM picture"},
        {"PF\n", "a PFM picture"},
        {"Pf\n", "a PFM picture"},
        {"gimp xcf", "a GIMP picture"},
        {"FUJIFILM", "a camera's raw picture"},
        {"SIMPLE  =", "a FITS picture"}
    };

    private OtherFormat() {}

    /** What it is, with an article; empty where that is not known. */
    static Optional<String> of(byte[] encoded) {
        String start =
                new String(
                        encoded,
                        0,
                        Math.min(LOOKED_AT, encoded.length),
                        StandardCharsets.ISO_8859_1);
        for (String[] known : STARTS) {
            if (start.startsWith(known[0])) {
                return Optional.of(known[1]);
            }
        }
        if (start.startsWith("ftyp", 4) && start.length() >= 12) {
            return ofBrand(start.substring(8, 12).toLowerCase(Locale.ROOT));
        }
        if (SVG.matcher(start).find()) {
            return Optional.of("an SVG drawing");
        }
        return endsAsTarga(encoded) ? Optional.of("a TGA picture") : Optional.empty();
    }

    /** Of a file in boxes, as films are too. */
    private static Optional<String> ofBrand(String brand) {
        return switch (brand) {
            case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1" ->
                    Optional.of("a HEIC picture");
            case "avif", "avis" -> Optional.of("an AVIF picture");
            case "crx " -> Optional.of("a camera's raw picture");
            case "jp2 " -> Optional.of("a JPEG 2000 picture");
            default -> Optional.of("a film");
        };
    }

    private static boolean endsAsTarga(byte[] encoded) {
        int from = encoded.length - TARGA.length();
        return from >= 0
                && new String(encoded, from, TARGA.length(), StandardCharsets.ISO_8859_1)
                        .equals(TARGA);
    }
}
