import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.transform.Resize;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.modality.cv.translator.ImageClassificationTranslator;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.trainkit.predict.ImageClassifier;
import dev.trainkit.spring.TrainkitAutoConfiguration;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** One controller, the same picture: trainkit's classifier beside DJL's stock predictor. */
@Configuration(proxyBeanMethods = false)
@RestController
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    TrainkitAutoConfiguration.class
})
public class LoadServer {

    private final ImageClassifier classifier;
    private final ZooModel<Image, Classifications> stock;
    private final ThreadLocal<Predictor<Image, Classifications>> predictors;

    LoadServer(ImageClassifier classifier) throws Exception {
        this.classifier = classifier;
        stock = stock(Path.of(System.getProperty("torchscript")));
        predictors = ThreadLocal.withInitial(stock::newPredictor); // one a thread, as DJL says
    }

    private static ZooModel<Image, Classifications> stock(Path torchscript) throws Exception {
        return Criteria.builder()
                .setTypes(Image.class, Classifications.class)
                .optEngine("PyTorch")
                .optModelPath(torchscript)
                .optTranslator(
                        ImageClassificationTranslator.builder()
                                .setImageSize(32, 32)
                                .optFlag(Image.Flag.GRAYSCALE)
                                .addTransform(new Resize(32, 32))
                                .addTransform(new ToTensor())
                                .optSynset(
                                        IntStream.range(0, 10).mapToObj(String::valueOf).toList())
                                .optApplySoftmax(true)
                                .build())
                .build()
                .loadModel();
    }

    @PostMapping("/trainkit")
    String trainkit(@RequestBody byte[] picture) {
        return classifier.classify(picture).label();
    }

    @PostMapping("/stock")
    String stock(@RequestBody byte[] picture) throws Exception {
        Image image = ImageFactory.getInstance().fromInputStream(new ByteArrayInputStream(picture));
        return predictors.get().predict(image).best().getClassName();
    }

    public static void main(String[] args) {
        SpringApplication.run(LoadServer.class, args);
    }
}
