package dev.trainkit.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A section of the configuration, read off its record: a component {@code batchSize} is the key
 * {@code batch-size}, so that a new component is a new key at once, and a component that is a
 * record is a section within the section.
 *
 * @param name the whole name, {@code data.image} for one within {@code data}
 * @param parent null for those that a file begins with
 */
record Section(String name, RecordComponent component, Section parent) {

    /** A key of a section; {@link #toString} gives its whole name, {@code train.batch-size}. */
    record Key(Section section, RecordComponent component) {

        String name() {
            return kebabCase(component.getName());
        }

        /**
         * Whether null is for the section's rules to judge, and not another word for default. A
         * number takes null for none, except where the name of a choice says what there must be.
         */
        boolean takesNull() {
            Class<?> type = component.getType();
            boolean isNumber = Number.class.isAssignableFrom(type);
            return type == String.class || type == Path.class || (isNumber && !section.isChoice());
        }

        Object valueIn(Object sectionRecord) {
            return Section.valueIn(sectionRecord, component);
        }

        @Override
        public String toString() {
            return section.name + "." + name();
        }
    }

    /** What a file begins with, in the order of the records. */
    static final List<Section> OUTER =
            Arrays.stream(RunConfig.class.getRecordComponents())
                    .map(component -> new Section(kebabCase(component.getName()), component, null))
                    .toList();

    /** Each followed by those within it. */
    static final List<Section> ALL =
            OUTER.stream()
                    .flatMap(outer -> Stream.concat(Stream.of(outer), outer.parts().stream()))
                    .toList();

    private static final Map<String, Section> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Section::name, Function.identity()));

    /** {@code optimizer.name=sgd} and {@code optimizer.momentum=0.9}, for one. */
    static String[] overrides(String section, String name, String... settings) {
        return Stream.concat(Stream.of("name=" + name), Stream.of(settings))
                .map(setting -> section + "." + setting)
                .toArray(String[]::new);
    }

    static List<Key> allKeys() {
        return ALL.stream().flatMap(section -> section.keys().stream()).toList();
    }

    static boolean exists(String name) {
        return BY_NAME.containsKey(name);
    }

    static Section named(String name) {
        return BY_NAME.get(name);
    }

    List<Key> keys() {
        return Arrays.stream(component.getType().getRecordComponents())
                .filter(key -> !key.getType().isRecord())
                .map(key -> new Key(this, key))
                .toList();
    }

    /** The sections within this one. */
    List<Section> parts() {
        return Arrays.stream(component.getType().getRecordComponents())
                .filter(part -> part.getType().isRecord())
                .map(part -> new Section(name + "." + kebabCase(part.getName()), part, this))
                .toList();
    }

    List<String> keyNames() {
        return keys().stream().map(Key::name).toList();
    }

    /** The names of its keys, then of the sections within it. */
    List<String> names() {
        return Stream.concat(keyNames().stream(), parts().stream().map(Section::lastName)).toList();
    }

    /** Its name within its parent. */
    String lastName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    Object valueIn(RunConfig config) {
        return valueIn(parent == null ? config : parent.valueIn(config), component);
    }

    /**
     * The record, of what each component is to be.
     *
     * @throws InvalidConfigException with the rules that the values break
     */
    Object create(Function<Key, Object> key, Function<Section, Object> part) {
        Object[] values =
                Arrays.stream(component.getType().getRecordComponents())
                        .map(
                                of ->
                                        of.getType().isRecord()
                                                ? part.apply(
                                                        named(name + "." + kebabCase(of.getName())))
                                                : key.apply(new Key(this, of)))
                        .toArray();
        return newRecord(component.getType(), types(component.getType()), values);
    }

    /** The key whose value decides over the defaults of this section's other keys. */
    String choiceKey() {
        return name.equals("loss") ? "train.loss" : name + ".name";
    }

    /** The name that decides which keys this section has. */
    String chosenIn(RunConfig config) {
        return name.equals("loss")
                ? config.train().loss()
                : (String) keyNamed("name").valueIn(valueIn(config));
    }

    private Key keyNamed(String wanted) {
        return keys().stream().filter(key -> key.name().equals(wanted)).findFirst().orElseThrow();
    }

    /** Whether the chosen name decides which keys there are. */
    boolean isChoice() {
        return Choices.areIn(name);
    }

    Object defaults() {
        return newRecord(component.getType(), new Class<?>[0]);
    }

    static RunConfig runConfig(List<Object> sections) {
        return (RunConfig) newRecord(RunConfig.class, types(RunConfig.class), sections.toArray());
    }

    private static Class<?>[] types(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
    }

    private static Object newRecord(Class<?> type, Class<?>[] parameters, Object... values) {
        try {
            return type.getConstructor(parameters).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidConfigException invalid) {
                throw invalid;
            }
            throw new IllegalStateException(type + " could not be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " lacks a public constructor", e);
        }
    }

    private static Object valueIn(Object owner, RecordComponent component) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    private static String kebabCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
