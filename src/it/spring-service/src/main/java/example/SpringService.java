package example;

import dev.trainkit.predict.ImageClassifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class SpringService {

    private final ImageClassifier classifier;

    SpringService(ImageClassifier classifier) {
        this.classifier = classifier;
    }

    @PostMapping("/digit")
    String digit(@RequestBody byte[] picture) {
        return classifier.classify(picture).label();
    }

    public static void main(String[] args) {
        SpringApplication.run(SpringService.class, args);
    }
}
