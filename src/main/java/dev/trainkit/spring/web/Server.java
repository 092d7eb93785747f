package dev.trainkit.spring.web;

import dev.trainkit.TrainkitException;
import dev.trainkit.engine.Engines;
import dev.trainkit.predict.ServedModel;
import dev.trainkit.spring.ServedModels;
import dev.trainkit.spring.TrainkitAutoConfiguration;
import dev.trainkit.spring.TrainkitTrainingAutoConfiguration;
import dev.trainkit.spring.UnusableModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/**
 * {@code trainkit serve}: the auto-configuration as an application. It ends when it is closed or
 * the process is told to end, after what runs has been answered.
 */
public final class Server implements AutoCloseable {

    /** Nothing that happens to be on the class path is configured besides. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        TrainkitAutoConfiguration.class,
        TrainkitTrainingAutoConfiguration.class,
        TrainkitWebAutoConfiguration.class
    })
    static class Application {}

    private static final Logger TOMCAT = Logger.getLogger("org.apache");

    private final ConfigurableApplicationContext context;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Server(ConfigurableApplicationContext context) {
        this.context = context;
        context.addApplicationListener(
                (ApplicationListener<ContextClosedEvent>) event -> closed.countDown());
    }

    /**
     * Starts it; it answers when this returns.
     *
     * @throws TrainkitException when a model cannot be served, or the address cannot be had
     */
    public static Server start(ServerConfig config) {
        loadTheEngineMeanwhile();
        System.getProperties()
                .putIfAbsent("org.springframework.boot.logging.LoggingSystem", "none");
        TOMCAT.setLevel(Level.WARNING);
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(true);
        try {
            return new Server(application.run(arguments(config)));
        } catch (RuntimeException e) {
            throw explained(e, config);
        }
    }

    /** It takes a second, and Spring another. */
    private static void loadTheEngineMeanwhile() {
        Thread loader =
                new Thread(
                        () -> {
                            try {
                                Engines.open();
                            } catch (RuntimeException e) {
                                // whoever needs it is told
                            }
                        },
                        "trainkit-engine");
        loader.setDaemon(true);
        loader.start();
    }

    private static String[] arguments(ServerConfig config) {
        List<String> properties = new ArrayList<>();
        properties.add("spring.config.name=trainkit-serve");
        properties.add("spring.main.banner-mode=off");
        properties.add("spring.jmx.enabled=false");
        properties.add("spring.servlet.multipart.enabled=false"); // read by ourselves, with limits
        properties.add("spring.web.resources.add-mappings=false");
        properties.add("spring.lifecycle.timeout-per-shutdown-phase=10s");
        properties.add("server.shutdown=graceful");
        properties.add("server.max-http-request-header-size=16KB");
        properties.add("server.tomcat.max-connections=512");
        properties.add("server.tomcat.threads.max=200");
        properties.add("server.address=" + config.address());
        properties.add("server.port=" + config.port());
        properties.add("trainkit.web.enabled=true");
        properties.add("trainkit.web.access-log=" + config.accessLog());
        properties.add("trainkit.engine.device=" + config.device());
        properties.add("trainkit.model.location=" + location(config.models().get(0)));
        for (int i = 1; i < config.models().size(); i++) {
            properties.add(
                    "trainkit.models.model%d.location=%s"
                            .formatted(i + 1, location(config.models().get(i))));
        }
        if (config.runs() != null) {
            properties.add("trainkit.web.runs=" + config.runs().toAbsolutePath());
        }
        if (config.apiKey() != null) {
            properties.add("trainkit.web.api-key=" + config.apiKey());
        }
        properties.addAll(config.properties());
        return properties.stream().map(property -> "--" + property).toArray(String[]::new);
    }

    /** The absolute path is the last resort of a folder's name: {@code .} has none. */
    private static String location(Path model) {
        return "file:" + model.toAbsolutePath().normalize();
    }

    private static RuntimeException explained(RuntimeException thrown, ServerConfig config) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof PortInUseException) {
                return new TrainkitException(
                        "Port %d of %s is in use. Choose another with --port, or 0 for any that is free."
                                .formatted(config.port(), config.address()),
                        thrown);
            }
            if (t instanceof UnusableModelException || t instanceof TrainkitException) {
                return new TrainkitException(t.getMessage(), thrown);
            }
        }
        return thrown;
    }

    /** The port that it listens on. */
    public int port() {
        return ((ServletWebServerApplicationContext) context).getWebServer().getPort();
    }

    /** The names of the models that it answers with. */
    public List<String> models() {
        return context.getBean(ServedModels.class).all().stream().map(ServedModel::name).toList();
    }

    /** Waits until it has ended. */
    public void await() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        context.close();
    }
}
