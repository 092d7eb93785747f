package dev.trainkit.spring.web;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.EngineConfig;
import dev.trainkit.engine.Engines;
import dev.trainkit.predict.ServedModel;
import dev.trainkit.spring.ServedModels;
import dev.trainkit.spring.TrainkitAutoConfiguration;
import dev.trainkit.spring.TrainkitTrainingAutoConfiguration;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
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
        LifecycleAutoConfiguration.class,
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
     * @throws TrainkitException when a property is wrong or there is none of its name, a model
     *     cannot be served, or the address cannot be had
     */
    public static Server start(ServerConfig config) {
        DescribedProperties.require(
                config.properties().stream().map(property -> property.split("=", 2)[0]).toList());
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
        properties.put("trainkit.web.probes", "true");
    }

    /** The absolute path is the last resort of a folder's name: {@code .} has none. */
    private static String location(Path model) {
        return "file:" + model.toAbsolutePath().normalize();
    }

    private static RuntimeException explained(RuntimeException thrown, ServerConfig config) {
        return cause(thrown, PortInUseException.class)
                .map(e -> inUse(config))
                .or(() -> cause(thrown, TrainkitException.class).map(Throwable::getMessage))
                .or(() -> cause(thrown, BindException.class).map(Server::unbound))
                .or(() -> cause(thrown, SocketException.class).map(e -> unavailable(config, e)))
                .<RuntimeException>map(sentence -> new TrainkitException(sentence, thrown))
                .orElse(thrown);
    }

    /** The innermost of a kind. */
    private static <T extends Throwable> Optional<T> cause(Throwable thrown, Class<T> kind) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .filter(kind::isInstance)
                .map(kind::cast)
                .reduce((outer, inner) -> inner);
    }

    private static String inUse(ServerConfig config) {
        return String.format(
                Locale.ROOT,
                "Port %d of %s is in use. Choose another with --port, or 0 for any that is free.",
                config.port(),
                config.address());
    }

    private static String unavailable(ServerConfig config, SocketException e) {
        return String.format(
                Locale.ROOT,
                ("The server cannot listen on %s, port %d: %s. Choose an address of this machine with"
                        + " --address, such as 127.0.0.1 or 0.0.0.0."),
                config.address(),
                config.port(),
                e.getMessage());
    }

    private static String unbound(BindException e) {
        ConfigurationProperty property = e.getProperty();
        return property == null
                ? "The properties of %s cannot be used: %s. Mend them.".formatted(e.getName(), e)
                : "The property %s=%s cannot be used, for it is no %s. Set it to one that is."
                        .formatted(
                                property.getName(),
                                property.getValue(),
                                kind(e.getTarget().getType().resolve(Object.class)));
    }

    private static String kind(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "int", "Integer" -> "whole number, such as 16";
            case "Duration" -> "time, such as 10s";
            case "DataSize" -> "size, such as 5MB";
            case "InetAddress" -> "address, such as 127.0.0.1";
            default -> type.getSimpleName();
        };
    }

    /** The port that it listens on. */
    public int port() {
        return ((ServletWebServerApplicationContext) context).getWebServer().getPort();
    }

    /** Where a browser finds it, whatever the properties have made of its address. */
    public String address() {
        ServletWebServerApplicationContext web = (ServletWebServerApplicationContext) context;
        String scheme =
                ((TomcatWebServer) web.getWebServer()).getTomcat().getConnector().getScheme();
        String host = context.getEnvironment().getProperty("server.address", "127.0.0.1");
        return String.format(
                Locale.ROOT,
                "%s://%s:%d%s%s/",
                scheme,
                host.contains(":") ? "[" + host + "]" : host,
                port(),
                web.getServletContext().getContextPath(),
                context.getBean(DispatcherServletPath.class).getPrefix());
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
