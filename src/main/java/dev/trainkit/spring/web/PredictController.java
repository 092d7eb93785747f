package dev.trainkit.spring.web;

import dev.trainkit.TrainkitException;
import dev.trainkit.data.Background;
import dev.trainkit.predict.BrokenModelException;
import dev.trainkit.predict.ImageClassifier;
import dev.trainkit.predict.LookedAt;
import dev.trainkit.predict.OverloadException;
import dev.trainkit.predict.Prediction;
import dev.trainkit.predict.ServedModel;
import dev.trainkit.spring.ServedModels;
import dev.trainkit.spring.web.RequestPictures.Encoded;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers what is on pictures, and by which models. */
@RestController
final class PredictController {

    static final String PREDICT = "/v1/predict";
    private static final String THE_PICTURE = "the picture";

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

    /** In the place of an answer: why there is none for a picture of a form. */
    record Refusal(String image, Problem problem) {}

    /**
     * An answer for a body that is a picture, a list of them for a form: 207 where some of its
     * pictures have none, and a problem where none has one. No {@code ResponseEntity}, of which
     * Spring sends the head before it is known how long the answer is.
     */
    @PostMapping(PREDICT)
    Object predict(HttpServletRequest request, HttpServletResponse response) {
        int top = Query.top(request);
        ImageClassifier classifier = classifier(request);
        try (HeapShare.Lease memory = heap.lease()) {
            if (!RequestPictures.isMultipart(request)) {
                Encoded picture = pictures.one(request, memory);
                return answer(classifier, picture, THE_PICTURE, top, memory);
            }
            List<Encoded> form = pictures.several(request, memory);
            List<Object> entries = new ArrayList<>();
            for (int i = 0; i < form.size(); i++) {
                Encoded picture = form.get(i);
                String name = nameOf(picture, i, form.size());
                entries.add(answerOrRefusal(classifier, picture, name, top, memory));
            }
            response.setStatus(statusOf(entries).value());
            return entries;
        }
    }

    private static String nameOf(Encoded picture, int i, int of) {
        return String.format(Locale.ROOT, "Picture %d of %d, %s", i + 1, of, picture.name());
    }

    private static HttpStatus statusOf(List<Object> entries) {
        List<Refusal> refusals =
                entries.stream()
                        .filter(Refusal.class::isInstance)
                        .map(Refusal.class::cast)
                        .toList();
        if (refusals.size() == entries.size()) {
            Problem first = refusals.get(0).problem();
            throw new RefusedException(HttpStatus.valueOf(first.status()), first.detail());
        }
        return refusals.isEmpty() ? HttpStatus.OK : HttpStatus.MULTI_STATUS;
    }

    /**
     * What is wrong with one picture keeps no other from its answer; what is wrong with us does.
     */
    private Object answerOrRefusal(
            ImageClassifier classifier,
            Encoded picture,
            String name,
            int top,
            HeapShare.Lease memory) {
        try {
            return answer(classifier, pictures.checked(picture), name, top, memory);
        } catch (OverloadException | BrokenModelException e) {
            throw e;
        } catch (RefusedException e) {
            if (e.status() == HttpStatus.SERVICE_UNAVAILABLE) {
                throw e;
            }
            String detail = name + ": " + StringUtils.uncapitalize(e.getMessage());
            return new Refusal(picture.name(), Problem.of(e.status(), detail));
        } catch (TrainkitException e) {
            return new Refusal(
                    picture.name(), Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, e.getMessage()));
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
            ImageClassifier classifier,
            Encoded picture,
            String name,
            int top,
            HeapShare.Lease memory) {
        try (HeapShare.Lease decoding = memory.within()) {
            decoding.take(picture.decodedBytes());
            return Answer.of(picture.name(), classified(classifier, picture, name), top);
        }
    }

    private Prediction classified(ImageClassifier classifier, Encoded picture, String name) {
        return name.equals(THE_PICTURE)
                ? classifier.classify(picture.content(), pictures.limits())
                : classifier.classify(picture.content(), name, pictures.limits());
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
