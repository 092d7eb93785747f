package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.trainkit.TrainkitException;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DJL's repository as a small server on this machine. */
class DjlRepositoryTest {

    private static final String PLACE = "/dataset/cv/ai/djl/basicdataset/letters/";

    @TempDir private Path folder;
    private final Map<String, byte[]> pages = new ConcurrentHashMap<>();
    private final SystemProperties properties = new SystemProperties();
    private HttpServer server;
    private URI address;

    @BeforeEach
    void startTheServer() throws IOException {
        properties.set("DJL_CACHE_DIR", folder.toString());
        properties.set("ai.djl.offline", "false");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] page = pages.get(exchange.getRequestURI().getPath());
                    exchange.sendResponseHeaders(page == null ? 404 : 200, 0);
                    try (var body = exchange.getResponseBody()) {
                        body.write(page == null ? new byte[0] : page);
                    }
                });
        server.start();
        address = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    @AfterEach
    void stopTheServer() {
        server.stop(0);
        properties.close();
    }

    /** A list of files as that of fashmnist is. */
    private void offer(byte[] content, String sha1) {
        String metadata =
                String.format(
                        Locale.ROOT,
                        """
                {"metadataVersion": "0.2", "resourceType": "dataset",
                 "groupId": "ai.djl.basicdataset", "artifactId": "letters", "name": "letters",
                 "artifacts": [{"version": "1.0", "snapshot": false, "files": {
                   "test_labels": {"uri": "1.0/t10k-labels-idx1-ubyte.gz",
                                   "sha1Hash": "%s", "size": %d}}}]}
                """,
                        sha1,
                        content.length);
        pages.put(PLACE + "metadata.json", metadata.getBytes(StandardCharsets.UTF_8));
        pages.put(PLACE + "1.0/t10k-labels-idx1-ubyte.gz", content);
    }

    private static String sha1(byte[] content) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
    }

    @Test
    void fetchesIntoTheCacheOnceAndUnpacks() throws Exception {
        byte[] gzip = IdxBytes.gzip(IdxBytes.labels(1, 2));
        offer(gzip, sha1(gzip));
        DjlRepository letters = new DjlRepository("letters");

        Path fetched = letters.fetch(address);

        assertThat(fetched).isEqualTo(letters.cache());
        assertThat(fetched).startsWith(folder);
        assertThat(new IdxFolder(fetched).file(IdxFolder.TEST_LABELS).labels(3, null))
                .containsExactly(1, 2);
        pages.remove(PLACE + "1.0/t10k-labels-idx1-ubyte.gz");
        assertThat(letters.fetch(address)).isEqualTo(fetched);
    }

    @Test
    void leavesNothingOfADownloadThatIsNotWhatWasPromised() throws Exception {
        byte[] gzip = IdxBytes.gzip(IdxBytes.labels(1, 2));
        offer(gzip, sha1(new byte[0]));
        DjlRepository letters = new DjlRepository("letters");
        assertThatThrownBy(() -> letters.fetch(address))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith("DJL's repository did not answer (java.io.IOException: ")
                .hasMessageEndingWith(").");
        assertThat(letters.cache()).doesNotExist();
    }

    @Test
    void saysThatTheRepositoryDoesNotAnswer() {
        assertThatThrownBy(() -> new DjlRepository("letters").fetch(address))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(
                        "DJL's repository did not answer (java.io.FileNotFoundException: ");
        server.stop(0);
        assertThatThrownBy(() -> new DjlRepository("letters").fetch(address))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(
                        "DJL's repository did not answer (java.net.ConnectException");
    }

    /** As the login page of a hotel's network is. */
    @Test
    void saysThatAPageIsNoListOfFiles() {
        pages.put(
                PLACE + "metadata.json",
                "<html>Welcome</html>".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> new DjlRepository("letters").fetch(address))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(
                        "DJL's repository answered with something else than its list of files (");
        assertThat(new DjlRepository("letters").cache()).doesNotExist();
    }

    @Test
    void staysOfflineWhereDjlIsToldTo() {
        properties.set("ai.djl.offline", "true");
        assertThatThrownBy(() -> new DjlRepository("letters").fetch())
                .isInstanceOf(TrainkitException.class)
                .hasMessage("DJL is set to stay offline (DJL_OFFLINE).");
    }

    /** A service that predicts does without it. */
    @Test
    void saysThatBasicdatasetIsNotOnTheClassPath() throws Exception {
        URL[] withoutIt =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(entry -> !entry.contains("basicdataset"))
                        .map(DjlRepositoryTest::url)
                        .toArray(URL[]::new);
        try (URLClassLoader loader =
                new URLClassLoader(withoutIt, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass(DjlRepository.class.getName());
            Constructor<?> constructor = type.getDeclaredConstructor(String.class);
            constructor.setAccessible(true);
            Method fetch = type.getDeclaredMethod("fetch");
            fetch.setAccessible(true);
            Object letters = constructor.newInstance("letters");
            assertThatThrownBy(() -> fetch.invoke(letters))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasMessage("DJL's basicdataset is not on the class path.");
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void cachesWhereDjlDoes() {
        assertThat(new DjlRepository("letters").cache())
                .isEqualTo(folder.resolve("cache/repo/dataset/cv/ai/djl/basicdataset/letters/1.0"));
        assertThat(folder).isEmptyDirectory();
    }
}
