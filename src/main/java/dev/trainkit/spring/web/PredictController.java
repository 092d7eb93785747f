package dev.trainkit.spring.web;

import dev.trainkit.data.Background;
import dev.trainkit.predict.ImageClassifier;
import dev.trainkit.predict.LookedAt;
import dev.trainkit.predict.Prediction;
import dev.trainkit.predict.ServedModel;
import dev.trainkit.spring.ServedModels;
import dev.trainkit.spring.web.RequestPictures.Encoded;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers what is on pictures, and by which models. */
@RestController
final class PredictController {

    private final ServedModels models;
    private final RequestPictures pictures;
    private final HeapShare heap;
    private final Map<String, ImageClassifier> classifiers = new LinkedHashMap<>();

    PredictController(ServedModels models, WebProperties limits, HeapShare heap) {
        this.models = models;
        this.heap = heap;
        pictures = new RequestPictures(limits, heap);
        for (ServedModel model : models.all()) {
            classifiers.put(model.name(), model.classifier(Background.AUTO));
        }
    }

    /** As {@code trainkit predict --json} prints it. */
    record Answer(String image, String label, double probability, List<Prediction.Score> top) {

        static Answer of(String image, Prediction prediction, int top) {
            return new Answer(
                    image, prediction.label(), prediction.probability(), prediction.top(top));
        }
    }

    /** An answer for a body that is a picture, a list of them for a form. */
    @PostMapping("/v1/predict")
    Object predict(HttpServletRequest request) {
        int top = Query.top(request);
        ImageClassifier classifier = classifier(request);
        try (HeapShare.Lease memory = heap.lease()) {
            if (!RequestPictures.isMultipart(request)) {
                return answer(classifier, pictures.one(request, memory), top, memory);
            }
            List<Answer> answers = new ArrayList<>();
            for (Encoded picture : pictures.several(request, memory)) {
                answers.add(answer(classifier, picture, top, memory));
            }
            return answers;
        }
    }

    /** What the network saw of a picture besides; for the page. */
    @PostMapping("/v1/look")
    LookedAt look(HttpServletRequest request) {
        ImageClassifier classifier = classifier(request);
        try (HeapShare.Lease memory = heap.lease()) {
            Encoded picture = pictures.one(request, memory);
            memory.take(picture.decodedBytes());
            return classifier.look(picture.content(), pictures.limits());
        }
    }

    @GetMapping("/v1/models")
    List<ModelView> models() {
        return models.all().stream().map(ModelView::of).toList();
    }

    @GetMapping("/v1/models/{name}")
    ModelView model(@PathVariable String name) {
        return ModelView.of(models.find(name).orElseThrow(this::noSuchModel));
    }

    private Answer answer(
            ImageClassifier classifier, Encoded picture, int top, HeapShare.Lease memory) {
        try (HeapShare.Lease decoding = memory.within()) {
            decoding.take(picture.decodedBytes());
            Prediction prediction = classifier.classify(picture.content(), pictures.limits());
            return Answer.of(picture.name(), prediction, top);
        }
    }

    /** Of the model that is to answer, if it can: refused later, a request costs more. */
    private ImageClassifier classifier(HttpServletRequest request) {
        ServedModel model =
                Query.get(request, "model")
                        .map(models::find)
                        .orElseGet(() -> models.all().stream().findFirst())
                        .orElseThrow(this::noSuchModel);
        model.requireRoom();
        return classifiers.get(model.name());
    }

    private RefusedException noSuchModel() {
        return new RefusedException(
                HttpStatus.NOT_FOUND,
                "There is no model of that name. GET /v1/models lists those that are served.");
    }
}
