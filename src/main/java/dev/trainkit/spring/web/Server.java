package dev.trainkit.spring.web;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.EngineConfig;
import dev.trainkit.engine.Engines;
import dev.trainkit.predict.ServedModel;
import dev.trainkit.spring.ServedModels;
import dev.trainkit.spring.TrainkitAutoConfiguration;
import dev.trainkit.spring.TrainkitTrainingAutoConfiguration;
import dev.trainkit.spring.UnusableModelException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        System.getProperties() // what it makes ahead is not needed, and takes a processor
                .putIfAbsent("spring.backgroundpreinitializer.ignore", "true");
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
                                Engines.load(new EngineConfig().name());
                            } catch (RuntimeException e) {
                                // whoever needs it is told
                            }
                        },
                        "trainkit-engine");
        loader.setDaemon(true);
        loader.start();
    }

    /** What the configuration says besides wins: Spring would take both, with a comma between. */
    private static String[] arguments(ServerConfig config) {
        Map<String, String> properties = new LinkedHashMap<>();
        defaults(properties);
        properties.put("server.address", config.address());
        properties.put("server.port", "" + config.port());
        properties.put("trainkit.web.access-log", "" + config.accessLog());
        properties.put("trainkit.engine.device", config.device());
        for (int i = 0; i < config.models().size(); i++) {
            String model = i == 0 ? "trainkit.model" : "trainkit.models.model" + (i + 1);
            properties.put(model + ".location", location(config.models().get(i)));
            properties.put(model + ".queue-capacity", "64"); // what is answered within a second
        }
        if (config.runs() != null) {
            properties.put("trainkit.web.runs", "" + config.runs().toAbsolutePath());
        }
        if (config.apiKey() != null) {
            properties.put("trainkit.web.api-key", config.apiKey());
        }
        for (String property : config.properties()) {
            String[] nameAndValue = property.split("=", 2);
            properties.put(nameAndValue[0], nameAndValue.length == 2 ? nameAndValue[1] : "");
        }
        return properties.entrySet().stream().map(p -> "--" + p).toArray(String[]::new);
    }

    private static void defaults(Map<String, String> properties) {
        properties.put("spring.config.name", "trainkit-serve");
        properties.put("spring.main.banner-mode", "off");
        properties.put("spring.jmx.enabled", "false");
        properties.put("spring.servlet.multipart.enabled", "false"); // read by us, with limits
        properties.put("spring.web.resources.add-mappings", "false");
        properties.put("spring.lifecycle.timeout-per-shutdown-phase", "10s");
        properties.put("server.shutdown", "graceful");
        properties.put("server.max-http-request-header-size", "16KB");
        // a thread for each connection, so that what is too much is refused and not left to wait
        properties.put("server.tomcat.max-connections", "512");
        properties.put("server.tomcat.threads.max", "512");
        properties.put("trainkit.web.enabled", "true");
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
