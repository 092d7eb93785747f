package dev.trainkit.report;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;

/** Pages that are one file: the template, with style, script and chart library in it. */
final class PageTemplate {

    private static final String UPLOT = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

    private PageTemplate() {}

    /** What stands in two braces is escaped, in three it is not. */
    static String render(String template, Map<String, Object> page) {
        page.put("style", text("report.css"));
        page.put("script", text("report.js"));
        page.put("chartStyle", ofUplot("uPlot.min.css"));
        page.put("chartScript", ofUplot("uPlot.iife.min.js"));
        return Mustache.compiler()
                .nullValue("")
                .defaultValue("")
                .withLoader(name -> new java.io.StringReader(text(name + ".mustache")))
                .compile(text(template))
                .execute(page);
    }

    private static String ofUplot(String file) {
        Properties properties = new Properties();
        try (InputStream in = stream(UPLOT)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the class path cannot be read", e);
        }
        return text(
                "/META-INF/resources/webjars/uplot/%s/dist/%s"
                        .formatted(properties.getProperty("version"), file));
    }

    private static String text(String resource) {
        try (InputStream in = stream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the class path cannot be read", e);
        }
    }

    private static InputStream stream(String resource) throws IOException {
        InputStream in = PageTemplate.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException(resource + " is not on the class path");
        }
        return in;
    }
}
