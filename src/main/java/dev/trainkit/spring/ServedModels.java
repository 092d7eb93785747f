package dev.trainkit.spring;

import dev.trainkit.TrainkitException;
import dev.trainkit.predict.ServedModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The models that the properties name.
 *
 * @param all that of {@code trainkit.model} first, if there is one
 */
public record ServedModels(List<ServedModel> all) {

    public ServedModels {
        all = List.copyOf(all);
        List<String> names = all.stream().map(ServedModel::name).sorted().toList();
        if (names.stream().distinct().count() < names.size()) {
            throw new TrainkitException(
                    "Two models are served by one name: %s. Set trainkit.model.name or trainkit.models.*.name."
                            .formatted(names));
        }
    }

    public Optional<ServedModel> find(String name) {
        return all.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /** For messages. */
    String names() {
        return all.stream().map(ServedModel::name).collect(Collectors.joining(", "));
    }
}
