package dev.trainkit.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The text of a configuration file, or a sentence about why there is none. */
final class ConfigFile {

    /** Far above what a person writes, and far below what would keep the parser busy. */
    private static final int LARGEST = 256 * 1024;

    private ConfigFile() {}

    /** Lays what the file says over the settings. */
    static void read(Path file, Settings settings) {
        String name = name(file);
        try {
            YamlFile.read(name, text(file), settings);
        } catch (InvalidConfigException e) {
            e.problems().forEach(problem -> settings.complain(problem.at(name)));
        }
    }

    /**
     * For a text that came otherwise.
     *
     * @throws InvalidConfigException when it is longer than a file may be
     */
    static void requireSize(String name, String text) {
        if (text.length() > LARGEST || text.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            throw new InvalidConfigException(
                    List.of(
                            new Problem(
                                    null,
                                    name,
                                    "This text is larger than 256 KiB, so it is no configuration.")));
        }
    }

    /** How the file is called where it is the place of a value. */
    static String name(Path file) {
        return Problem.onOneLine(file.toString());
    }

    static String text(Path file) {
        if (Files.isDirectory(file)) {
            throw broken("This is a folder. Name the YAML file in it.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw broken("This file is larger than 256 KiB, so it is no configuration.");
            }
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text; // Windows' byte order mark
        } catch (NoSuchFileException e) {
            throw broken("There is no such file. Relative names start at the working directory.");
        } catch (AccessDeniedException e) {
            throw broken("This file may not be read. Check its permissions.");
        } catch (CharacterCodingException e) {
            throw broken("This file is not UTF-8 text. Save it as UTF-8.");
        } catch (IOException e) {
            throw broken("This file cannot be read: " + e.getMessage());
        }
    }

    private static InvalidConfigException broken(String sentence) {
        return new InvalidConfigException(null, sentence);
    }
}
