package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.config.RunConfig;
import dev.trainkit.data.SmallMnist;
import dev.trainkit.report.History;
import dev.trainkit.spring.web.Server;
import dev.trainkit.spring.web.ServerConfig;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.TrainListener;
import dev.trainkit.train.TrainerRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** Uses the pages of a server in Chromium, as a person would. */
class PagesIT {

    private static final Path SHOTS = Ran.HOME.resolve("target/screenshots");

    @TempDir private static Path folder;
    private static Path runs;
    private static Server server;
    private static ChromeDriver browser;

    @BeforeAll
    static void serve() throws IOException {
        runs = Files.createDirectory(folder.resolve("runs"));
        server =
                Server.start(
                        new ServerConfig(
                                List.of(Ran.HOME.resolve("models/lenet-mnist")),
                                "127.0.0.1",
                                0,
                                runs,
                                null,
                                false,
                                "cpu",
                                List.of()));
        browser = Chromium.start();
        browser.manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
        Files.createDirectories(SHOTS);
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.quit();
        }
        server.close();
    }

    @BeforeEach
    void openThePage() {
        scheme("light");
        open("", 1200);
    }

    @Test
    void readsASevenThatIsDrawnStrokeByStroke() throws IOException {
        drawASeven();

        assertThat(shown("#answer", "7")).startsWith("7 (");
        assertThat(pad().getDomAttribute("aria-label")).isEqualTo("Drawing area, 2 strokes");
        assertThat(shown("#bars tr.best th", "7")).isEqualTo("7");
        assertThat(browser.findElements(By.cssSelector("#bars tbody tr"))).hasSize(10);
        assertThat(browser.findElements(By.cssSelector("#maps canvas"))).hasSize(6);
        assertThat(ink("input")).isBetween(20L, 400L); // of 28x28
        shoot("draw-desktop");
    }

    @Test
    void undoesAStrokeAndClears() {
        drawASeven();
        shown("#answer", "7");

        browser.findElement(By.id("undo")).click();
        assertThat(pad().getDomAttribute("aria-label")).isEqualTo("Drawing area, 1 stroke");
        browser.findElement(By.id("clear")).click();

        assertThat(shown("#answer", "Nothing drawn yet")).isEqualTo("Nothing drawn yet");
        assertThat(browser.findElements(By.cssSelector("#bars tbody tr"))).isEmpty();
        assertThat(browser.findElement(By.id("clear")).isEnabled()).isFalse();
    }

    @Test
    void readsAFileThatIsDropped() throws IOException {
        run(
                """
                const bytes = Uint8Array.from(atob(arguments[0]), c => c.charCodeAt(0));
                const data = new DataTransfer();
                data.items.add(new File([bytes], 'digit.png', {type: 'image/png'}));
                document.getElementById('pad').dispatchEvent(
                    new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));""",
                Base64.getEncoder().encodeToString(Files.readAllBytes(sample(3))));

        assertThat(shown("#answer", "3")).startsWith("3 (");
    }

    @Test
    void readsAFileThatIsOpened() {
        browser.findElement(By.id("file")).sendKeys(sample(5).toString());

        assertThat(shown("#answer", "5")).startsWith("5 (");
    }

    @Test
    void saysWhereADroppedFileIsNoPicture() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");

        browser.findElement(By.id("file")).sendKeys(text.toString());

        assertThat(shown("#problem", "This is not a picture"))
                .isEqualTo(
                        "This is not a picture that the browser can show. Save it as PNG or JPEG.");
    }

    @Test
    void isUsedByKeyboardAlone() {
        Actions keys = new Actions(browser);
        keys.sendKeys(Keys.TAB, Keys.TAB, Keys.TAB).perform();
        assertThat(focused()).isEqualTo("pad");

        keys = new Actions(browser);
        for (int i = 0; i < 8; i++) {
            keys.sendKeys(Keys.ARROW_UP);
        }
        keys.sendKeys(" ");
        for (int i = 0; i < 16; i++) {
            keys.sendKeys(Keys.ARROW_DOWN);
        }
        keys.perform();
        assertThat(shown("#answer", "1")).startsWith("1 (");

        new Actions(browser).sendKeys(Keys.TAB).perform();
        assertThat(focused()).isEqualTo("undo");
        new Actions(browser).sendKeys(Keys.TAB).perform();
        assertThat(focused()).isEqualTo("clear");
        new Actions(browser).sendKeys(Keys.ENTER).perform();
        assertThat(shown("#answer", "Nothing")).isEqualTo("Nothing drawn yet");
    }

    @Test
    void watchesTheCurveOfATrainingGrow() throws Exception {
        Path data = SmallMnist.write(folder.resolve("data"), 600, 200);
        Semaphore epochs = new Semaphore(0);
        CompletableFuture<Void> training =
                CompletableFuture.runAsync(() -> train(data, runs.resolve("live"), epochs));
        try {
            open("runs", 1200);
            assertThat(shown("#state", "1")).isEqualTo("1 run");
            epochs.release(2);
            assertThat(rowOfLive(2)).startsWith("training").contains("2");
            assertThat(points()).isEqualTo(2);
            epochs.release(3);
            assertThat(rowOfLive(5)).startsWith("training");
            assertThat(points()).isEqualTo(5);
            shoot("runs-desktop");
            open("runs", 390);
            rowOfLive(5);
            shoot("runs-phone");
            assertFits();
            scheme("dark");
            shoot("runs-dark");
            assertThat(Chromium.violations(browser)).isEmpty();
        } finally {
            epochs.release(100);
            training.get();
        }
    }

    /** Waits after each epoch until the test lets it go on. */
    private static void train(Path data, Path directory, Semaphore epochs) {
        RunConfig config = RunConfig.of("data.path=" + data, "train.epochs=6", "engine.device=cpu");
        try (TrainerRunner runner = TrainerRunner.open(config);
                ModelDirectory model = ModelDirectory.create(directory, false);
                History history = History.create(model.history(), false)) {
            epochs.acquireUninterruptibly();
            runner.listen(history)
                    .listen(
                            new TrainListener() {
                                @Override
                                public void epochEnded(EpochResult epoch) {
                                    epochs.acquireUninterruptibly();
                                }
                            })
                    .fit();
        }
    }

    /** Its state and its epochs, once it has so many. */
    private static String rowOfLive(int epochs) {
        shown("#runs tr:has([data-run=live]) td:nth-child(4)", "" + epochs);
        return browser.findElement(By.cssSelector("#runs tr:has([data-run=live]) td:nth-child(3)"))
                        .getText()
                + " "
                + epochs;
    }

    private static int points() {
        return browser.findElements(By.cssSelector("#loss circle")).size();
    }

    @Test
    void fitsAPhoneAndIsAccessibleInLightAndInTheDark() throws IOException {
        for (String scheme : List.of("light", "dark")) {
            scheme(scheme);
            open("", 390);
            drawASeven();
            shown("#answer", "7");
            assertFits();
            assertThat(Chromium.violations(browser)).as(scheme).isEmpty();
            shoot("draw-phone-" + scheme);
        }
    }

    private static void drawASeven() {
        WebElement pad = pad();
        new Actions(browser)
                .moveToElement(pad, -70, -90)
                .clickAndHold()
                .moveByOffset(140, 0)
                .release()
                .perform();
        new Actions(browser)
                .moveToElement(pad, 70, -90)
                .clickAndHold()
                .moveByOffset(-50, 100)
                .moveByOffset(-40, 80)
                .release()
                .perform();
    }

    private static WebElement pad() {
        return browser.findElement(By.id("pad"));
    }

    private static Path sample(int digit) {
        return Ran.HOME.resolve("src/main/dist/samples/digit-" + digit + ".png");
    }

    private static String focused() {
        return (String) run("return document.activeElement.id");
    }

    private static long ink(String canvas) {
        return (Long)
                run(
                        """
                        const c = document.getElementById(arguments[0]);
                        const p = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
                        return p.filter((v, i) => i % 4 === 0 && v > 127).length;""",
                        canvas);
    }

    /** The text of an element, once it starts so. */
    private static String shown(String selector, String start) {
        return (String)
                browser.executeAsyncScript(
                        """
                        const [selector, start, done] = arguments;
                        const look = () => {
                          const text = document.querySelector(selector)?.textContent;
                          if (!text?.startsWith(start)) return false;
                          done(text);
                          return true;
                        };
                        if (!look()) {
                          new MutationObserver((changes, observer) => look() && observer.disconnect())
                              .observe(document.body, {subtree: true, childList: true, characterData: true});
                        }""",
                        selector,
                        start);
    }

    private static void open(String path, int width) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        browser.get("http://127.0.0.1:" + server.port() + "/" + path);
        assertThat(Chromium.console(browser)).isEmpty();
    }

    private static void scheme(String scheme) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private static void assertFits() {
        assertThat((Long) run("return document.documentElement.scrollWidth - innerWidth"))
                .isNotPositive();
    }

    /** For people to look at. */
    private static void shoot(String name) throws IOException {
        Files.write(SHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    private static Object run(String script, Object... arguments) {
        return browser.executeScript(script, arguments);
    }
}
