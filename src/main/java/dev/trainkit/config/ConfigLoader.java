package dev.trainkit.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Lays a file and options over the defaults and makes the records. */
final class ConfigLoader {

    private final Settings settings = new Settings();

    private ConfigLoader() {}

    static ResolvedConfig resolve(Path fileOrNull, List<String> overrides) {
        ConfigLoader loader = new ConfigLoader();
        if (fileOrNull != null) {
            ConfigFile.read(fileOrNull, loader.settings);
        }
        return loader.resolve(overrides);
    }

    static ResolvedConfig resolveText(String name, String yaml, List<String> overrides) {
        ConfigLoader loader = new ConfigLoader();
        YamlFile.read(name, yaml, loader.settings);
        return loader.resolve(overrides);
    }

    private ResolvedConfig resolve(List<String> overrides) {
        overrides.forEach(option -> SetOption.read(option, settings));
        return resolved();
    }

    private ResolvedConfig resolved() {
        List<Object> sections = Section.OUTER.stream().map(this::sectionRecord).toList();
        RunConfig config = runConfig(sections);
        settings.check();
        return new ResolvedConfig(config, origins());
    }

    /** What is wrong between sections, unless one of them has been replaced by its defaults. */
    private RunConfig runConfig(List<Object> sections) {
        try {
            return Section.runConfig(sections);
        } catch (InvalidConfigException e) {
            if (Stream.of("train", "loss", "data.augment").allMatch(settings::isRight)) {
                complain(e);
            }
            return null; // the check that follows throws
        }
    }

    /** The defaults stand in for what is wrong, so that every other mistake is found too. */
    private Object sectionRecord(Section section) {
        Object defaults = section.defaults();
        Setting chosen = settings.get(section.choiceKey());
        Choice choice = Choices.of(section.name(), chosen == null ? null : chosen.text());
        try {
            return section.create(
                    key -> value(key, choice.defaultOf(key.name(), key.valueIn(defaults))),
                    this::sectionRecord);
        } catch (InvalidConfigException e) {
            complain(e);
            return defaults;
        }
    }

    private Object value(Section.Key key, Object defaultValue) {
        Setting setting = settings.get(key.toString());
        if (setting == null) {
            return defaultValue;
        }
        try {
            Object value = Conversion.of(setting, key.component().getGenericType());
            return value == null && !key.takesNull() ? defaultValue : value;
        } catch (InvalidConfigException e) {
            complain(e);
            return defaultValue;
        }
    }

    private void complain(InvalidConfigException invalid) {
        for (Problem problem : invalid.problems()) {
            Setting setting = settings.get(problem.key());
            settings.complain(setting == null ? problem : problem.at(setting.place()));
        }
    }

    private Map<String, String> origins() {
        Map<String, String> origins = new LinkedHashMap<>();
        for (Section.Key key : Section.allKeys()) {
            Setting setting = settings.get(key.toString());
            origins.put(key.toString(), setting == null ? ResolvedConfig.DEFAULT : setting.place());
        }
        return origins;
    }
}
