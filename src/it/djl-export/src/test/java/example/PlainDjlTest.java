package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A folder that {@code trainkit export --format djl} wrote, in a program of somebody who knows DJL
 * and has trainkit's jar, but none of its code in his own.
 */
class PlainDjlTest {

    private static final Path HOME = Path.of(System.getProperty("trainkit.home", "../../.."));
    private static final List<Integer> DIGITS = List.of(0, 3, 7, 9);

    private static Path folder;
    private static Path exported;

    @BeforeAll
    static void export() throws Exception {
        folder = Files.createTempDirectory("djl-export");
        exported = folder.resolve("digits");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                commandLine(),
                                "dev.trainkit.cli.Main",
                                "export",
                                "--model=" + HOME.resolve("models/lenet-mnist"),
                                "--format=djl",
                                "--out=" + exported)
                        .redirectErrorStream(true)
                        .start();
        String said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertTrue(said.contains("Verified    with DJL "), said);
    }

    /** The command line's class path, with the libraries that a service does not have. */
    private static String commandLine() throws Exception {
        try (Stream<Path> files = Files.list(HOME.resolve("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("trainkit-.*\\.jar"))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }

    @AfterAll
    static void remove() throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void readsPictures() throws Exception {
        try (ZooModel<Image, Classifications> model = load(Image.class, Classifications.class);
                Predictor<Image, Classifications> predictor = model.newPredictor()) {
            for (int digit : DIGITS) {
                Image picture = ImageFactory.getInstance().fromFile(picture(digit));
                Classifications answer = predictor.predict(picture);
                assertEquals(String.valueOf(digit), answer.best().getClassName());
                assertTrue(answer.best().getProbability() > 0.5, answer.toString());
                assertEquals(10, answer.getClassNames().size());
                assertEquals(
                        1,
                        answer.getProbabilities().stream().mapToDouble(p -> p).sum(),
                        1e-6);
            }
        }
    }

    /** DJL makes a batch of what the translator makes of each, and takes it apart again. */
    @Test
    void readsSeveralPicturesAtOnce() throws Exception {
        try (ZooModel<Path, Classifications> model = load(Path.class, Classifications.class);
                Predictor<Path, Classifications> predictor = model.newPredictor()) {
            List<Path> pictures = DIGITS.stream().map(PlainDjlTest::picture).toList();
            List<String> answers =
                    predictor.batchPredict(pictures).stream()
                            .map(answer -> answer.best().getClassName())
                            .toList();
            assertEquals(DIGITS.stream().map(String::valueOf).toList(), answers);
        }
    }

    /** What DJL Serving hands to a model, and gets from it. */
    @Test
    void answersWhatDjlServingSends() throws Exception {
        Criteria<Input, Output> criteria =
                Criteria.builder()
                        .setTypes(Input.class, Output.class)
                        .optModelPath(exported)
                        .build();
        try (ZooModel<Input, Output> model = criteria.loadModel();
                Predictor<Input, Output> predictor = model.newPredictor()) {
            Input request = new Input();
            request.add("data", Files.readAllBytes(picture(7)));
            Output response = predictor.predict(request);
            assertEquals(200, response.getCode(), response.getMessage());
            String json = response.getData().getAsString();
            assertTrue(json.replaceAll("\\s", "").startsWith("[{\"className\":\"7\""), json);
        }
    }

    @Test
    void givesLogitsWhereNoPictureIsWanted() throws Exception {
        Criteria<NDList, NDList> criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optModelPath(exported)
                        .optTranslator(new NoopTranslator())
                        .build();
        try (ZooModel<NDList, NDList> model = criteria.loadModel();
                Predictor<NDList, NDList> predictor = model.newPredictor()) {
            NDArray batch = model.getNDManager().zeros(new Shape(5, 1, 32, 32));
            float[] logits = predictor.predict(new NDList(batch)).singletonOrThrow().toFloatArray();
            assertEquals(50, logits.length);
            IntStream.range(10, 50).forEach(i -> assertEquals(logits[i % 10], logits[i], 1e-5));
        }
    }

    private static Path picture(int digit) {
        return HOME.resolve("src/main/dist/samples/digit-" + digit + ".png");
    }

    /** DJL Serving looks into serving.properties for the translator; Criteria wants to be told. */
    private static <I, O> ZooModel<I, O> load(Class<I> input, Class<O> output) throws Exception {
        return Criteria.builder()
                .setTypes(input, output)
                .optModelPath(exported)
                .optArgument("translatorFactory", "dev.trainkit.export.DjlTranslatorFactory")
                .build()
                .loadModel();
    }
}
