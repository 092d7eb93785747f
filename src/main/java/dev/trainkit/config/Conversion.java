package dev.trainkit.config;

import com.fasterxml.jackson.core.JsonToken;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * From what YAML holds to the type of a record's component. Whether null is a value is for the
 * record's rules to say, except where the type has none.
 */
final class Conversion {

    // YAML's own number patterns also take 010 for eight, 0x1F and .inf; nobody means them here.
    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

    private final Setting setting;

    private Conversion(Setting setting) {
        this.setting = setting;
    }

    /**
     * @throws InvalidConfigException when the value is not of that type
     */
    static Object of(Setting setting, Type type) {
        Conversion conversion = new Conversion(setting);
        return type instanceof ParameterizedType list
                ? conversion.toList(list.getActualTypeArguments()[0])
                : conversion.to((Class<?>) type);
    }

    /** Null where there is no list, and a list without holes otherwise. */
    private List<Object> toList(Type element) {
        if (isNull()) {
            return null;
        }
        if (setting.token() != JsonToken.START_ARRAY) {
            throw mustBe("a list of " + kind(element));
        }
        return setting.items().stream()
                .map(item -> new Conversion(item).toElement(element))
                .toList();
    }

    private static String kind(Type element) {
        if (element == String.class) {
            return "names";
        }
        return element == Integer.class ? "whole numbers" : "numbers";
    }

    private Object toElement(Type element) {
        if (element == String.class) {
            return text("a list of names");
        }
        if (element == Integer.class) { // no ternary: it would make a double of it
            return whole(Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
        }
        return decimal();
    }

    private Object to(Class<?> type) {
        if (type == String.class) {
            return isNull() ? null : text("a text");
        }
        if (type == Path.class) {
            return isNull() ? null : path();
        }
        if (isNull() && !type.isPrimitive()) {
            return null;
        }
        if (type == ClassWeights.class) {
            return classWeights();
        }
        if (type == int.class || type == Integer.class) {
            return whole(Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
        }
        if (type == long.class || type == Long.class) {
            return whole(Long.MIN_VALUE, Long.MAX_VALUE).longValue();
        }
        if (type == double.class || type == Double.class) {
            return decimal();
        }
        if (type == boolean.class || type == Boolean.class) {
            return truth();
        }
        throw new IllegalStateException(setting.key() + " has a type that cannot be read: " + type);
    }

    private ClassWeights classWeights() {
        if (setting.isScalar() && ClassWeights.isWord(setting.text())) {
            return ClassWeights.BALANCED;
        }
        if (setting.token() != JsonToken.START_ARRAY) {
            throw mustBe("balanced or a list of numbers");
        }
        return ClassWeights.of(
                setting.items().stream().map(item -> new Conversion(item).decimal()).toList());
    }

    private boolean isNull() {
        return setting.token() == JsonToken.VALUE_NULL;
    }

    private String text(String wanted) {
        if (!setting.isScalar()) {
            throw mustBe(wanted);
        }
        return setting.text();
    }

    private Path path() {
        try {
            return inHome(text("a path"));
        } catch (InvalidPathException e) {
            throw mustBe("a path");
        }
    }

    /** No shell makes a home directory of the ~ in a file. */
    private static Path inHome(String path) {
        return path.equals("~") || path.startsWith("~/")
                ? Path.of(System.getProperty("user.home"), path.substring(1))
                : Path.of(path);
    }

    private BigInteger whole(long least, long most) {
        String digits = digits();
        if (!setting.token().isNumeric() || !WHOLE.matcher(digits).matches()) {
            throw mustBe("a whole number");
        }
        BigInteger value = new BigInteger(digits);
        if (value.bitLength() > 63 || value.longValue() < least || value.longValue() > most) {
            throw mustBe("a whole number from " + least + " to " + most);
        }
        return value;
    }

    private double decimal() {
        if (!setting.token().isNumeric() || !DECIMAL.matcher(digits()).matches()) {
            throw mustBe("a number");
        }
        return Double.parseDouble(digits());
    }

    private boolean truth() {
        return switch (setting.token()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw mustBe("true or false");
        };
    }

    /** YAML allows 60_000. */
    private String digits() {
        return setting.isScalar() ? setting.text().replace("_", "") : "";
    }

    private InvalidConfigException mustBe(String wanted) {
        return new InvalidConfigException(
                setting.key(),
                setting.key() + " must be " + wanted + ", but was " + setting.described());
    }
}
