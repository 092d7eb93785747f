package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.config.RunConfig;
import dev.trainkit.data.SmallMnist;
import dev.trainkit.predict.SmallModel;
import dev.trainkit.report.History;
import dev.trainkit.spring.web.Server;
import dev.trainkit.spring.web.ServerConfig;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.TrainListener;
import dev.trainkit.train.TrainerRunner;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
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
        assertThat(drawn()).isEqualTo("Drawing area, 2 strokes");
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
        assertThat(drawn()).isEqualTo("Drawing area, 1 stroke");
        browser.findElement(By.id("clear")).click();

        assertThat(shown("#answer", "Nothing drawn yet")).isEqualTo("Nothing drawn yet");
        assertThat(browser.findElements(By.cssSelector("#bars tbody tr"))).isEmpty();
        assertThat(browser.findElement(By.id("clear")).isEnabled()).isFalse();
    }

    @Test
    void undoesWhatReplacedADrawingToo() {
        drawASeven();
        browser.findElement(By.id("clear")).click();
        browser.findElement(By.id("file")).sendKeys(sample(5).toString());
        assertThat(shown("#answer", "5")).startsWith("5 (");
        assertThat(drawn()).isEqualTo("Drawing area, a picture");

        undoByKeys();
        assertThat(shown("#answer", "Nothing drawn yet")).isEqualTo("Nothing drawn yet");
        undoByKeys();
        assertThat(shown("#answer", "7")).startsWith("7 (");
        assertThat(drawn()).isEqualTo("Drawing area, 2 strokes");
        undoByKeys();
        undoByKeys();
        assertThat(drawn()).isEqualTo("Drawing area, empty");
        assertThat(browser.findElement(By.id("undo")).isEnabled()).isFalse();
        undoByKeys();
        assertThat(drawn()).isEqualTo("Drawing area, empty");
    }

    private static void undoByKeys() {
        new Actions(browser).keyDown(Keys.CONTROL).sendKeys("z").keyUp(Keys.CONTROL).perform();
    }

    @Test
    void readsASevenThatAFingerDraws() {
        touch("touchStart", at(70, 50));
        touch("touchMove", at(140, 50));
        touch("touchMove", at(210, 50));
        touch("touchEnd");
        touch("touchStart", at(210, 50));
        touch("touchMove", at(160, 150));
        touch("touchMove", at(120, 230));
        touch("touchEnd");

        assertThat(shown("#answer", "7")).startsWith("7 (");
        assertThat(drawn()).isEqualTo("Drawing area, 2 strokes");
        assertThat(run("return scrollY")).isEqualTo(0L); // the page does not move below it
    }

    @Test
    void drawsWithOneFingerAtATimeAndOnlyWithAMousesFirstButton() {
        touch("touchStart", at(140, 40));
        touch("touchMove", at(140, 140));
        touch("touchStart", at(140, 140), at(250, 250));
        touch("touchMove", at(140, 240), at(30, 250));
        touch("touchEnd");

        assertThat(shown("#answer", "1")).startsWith("1 (");
        new Actions(browser).contextClick(pad()).perform();
        assertThat(drawn()).isEqualTo("Drawing area, 1 stroke");
    }

    /** A point of the drawing area, which is 280 wide, as a finger on the page. */
    private static Map<String, Object> at(int x, int y) {
        Map<?, ?> box =
                (Map<?, ?>)
                        run(
                                """
                                const b = document.getElementById('pad').getBoundingClientRect();
                                return {left: b.left, top: b.top, scale: b.width / 280};""");
        double scale = ((Number) box.get("scale")).doubleValue();
        return Map.of(
                "x", ((Number) box.get("left")).doubleValue() + x * scale,
                "y", ((Number) box.get("top")).doubleValue() + y * scale,
                "id", x == 250 || x == 30 ? 1 : 0);
    }

    /** What the browser is told by a touch screen on which these fingers are. */
    private static void touch(String what, Object... fingers) {
        browser.executeCdpCommand(
                "Input.dispatchTouchEvent", Map.of("type", what, "touchPoints", List.of(fingers)));
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
    void readsAPictureThatIsPasted() throws IOException {
        browser.executeCdpCommand(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        assertThat(
                        browser.executeAsyncScript(
                                """
                                const [picture, done] = arguments;
                                const bytes = Uint8Array.from(atob(picture), c => c.charCodeAt(0));
                                const blob = new Blob([bytes], {type: 'image/png'});
                                navigator.clipboard.write([new ClipboardItem({'image/png': blob})])
                                    .then(() => done('copied'), error => done('' + error));""",
                                Base64.getEncoder().encodeToString(Files.readAllBytes(sample(2)))))
                .isEqualTo("copied");

        paste();

        assertThat(shown("#answer", "2")).startsWith("2 (");
        assertThat(drawn()).isEqualTo("Drawing area, a picture");
    }

    @Test
    void saysWhereNoPictureIsPasted() {
        browser.executeCdpCommand(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        browser.executeAsyncScript(
                "const done = arguments[0]; navigator.clipboard.writeText('a text').then(done, done);");

        paste();

        assertThat(shown("#problem", "There is no"))
                .isEqualTo("There is no picture on the clipboard. Copy one, and paste again.");
    }

    private static void paste() {
        new Actions(browser).keyDown(Keys.CONTROL).sendKeys("v").keyUp(Keys.CONTROL).perform();
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

    @Test
    void comparesAFewRuns() throws IOException {
        Path compared = Files.createDirectory(folder.resolve("compared"));
        for (int i = 1; i <= 7; i++) {
            write(compared.resolve("run " + i), 0.5 * i, 0.5);
        }
        ServerConfig config =
                new ServerConfig(
                        List.of(SmallModel.untrained(folder.resolve("any"))),
                        "127.0.0.1",
                        0,
                        compared,
                        null,
                        false,
                        "cpu",
                        List.of());
        try (Server few = Server.start(config)) {
            open(few, "runs", 1200);
            assertThat(shown("#state", "7")).isEqualTo("7 runs");
            assertThat(curves("#loss")).hasSize(1); // one without being asked for
            choose("run 4", "run 7");
            Map<String, String> losses = curves("#loss");
            assertThat(losses.keySet()).isEqualTo(swatches("run 1", "run 4", "run 7"));
            // loss 0.5 to 3.5 lies between y = 170 and y = 15; the epochs at x = 50 and x = 310
            assertThat(losses.values())
                    .containsExactlyInAnyOrder(
                            "50,170 310,170", "50,92.5 310,170", "50,15 310,170");
            // accuracy 0.8, then 0.9
            assertThat(curves("#accuracy").values()).containsOnly("50,170 310,15");
            shoot("runs-compared");

            choose("run 4");
            assertThat(curves("#loss")).hasSize(2);
            choose("run 2", "run 3", "run 4", "run 5");
            assertThat(curves("#loss")).hasSize(6); // of as many colours
            assertThat(box("run 6").isEnabled()).isFalse();
            assertThat(Chromium.violations(browser)).isEmpty();

            delete(compared.resolve("run 5"));
            assertThat(shown("#state", "6")).isEqualTo("6 runs");
            assertThat(curves("#loss")).hasSize(5);
            assertThat(box("run 6").isEnabled()).isTrue();

            browser.findElement(By.linkText("Report of run 3")).click();
            assertThat(shown("p", "What")).isEqualTo("What run 3 was");
        }
    }

    @Test
    void savesAReportWhereTheServerTakesAKey() throws Exception {
        Path kept = Files.createDirectory(folder.resolve("kept"));
        write(kept.resolve("run 1"), 0.5, 0.5);
        Path saved = Files.createDirectory(folder.resolve("saved"));
        ServerConfig config =
                new ServerConfig(
                        List.of(SmallModel.untrained(folder.resolve("kept-model"))),
                        "127.0.0.1",
                        0,
                        kept,
                        "a-key",
                        false,
                        "cpu",
                        List.of());
        try (Server locked = Server.start(config)) {
            browser.executeCdpCommand(
                    "Browser.setDownloadBehavior",
                    Map.of("behavior", "allow", "downloadPath", saved.toString()));
            browser.get("http://127.0.0.1:" + locked.port() + "/runs");
            shown("#state", "The key is missing");
            browser.findElement(By.id("key")).sendKeys("a-key", Keys.ENTER);
            assertThat(shown("#state", "1")).isEqualTo("1 run");

            Path report = saved.resolve("run 1-report.html");
            try (WatchService watched = FileSystems.getDefault().newWatchService()) {
                saved.register(watched, StandardWatchEventKinds.ENTRY_CREATE);
                browser.findElement(By.linkText("Save the report of run 1")).click();
                while (!Files.exists(report)) {
                    WatchKey change = watched.poll(1, TimeUnit.MINUTES);
                    assertThat(change).as("something saved").isNotNull();
                    change.reset();
                }
            }

            assertThat(report).hasContent("<p>What run 1 was</p>");
            assertThat(browser.getCurrentUrl()).endsWith("/runs");
            Chromium.console(browser); // has the 401 from before the key
        }
    }

    /** A trained run of two epochs with these losses. */
    private static void write(Path run, double first, double second) throws IOException {
        Files.createDirectory(run);
        Files.writeString(run.resolve("model.json"), "{}");
        Files.writeString(
                run.resolve("history.jsonl"),
                """
                {"epoch":1,"trainLoss":%s,"validationAccuracy":0.8}
                {"epoch":2,"trainLoss":%s,"validationAccuracy":0.9}
                """
                        .formatted(first, second));
        Files.writeString(run.resolve("report.html"), "<p>What " + run.getFileName() + " was</p>");
    }

    private static void delete(Path run) throws IOException {
        for (String file : List.of("model.json", "history.jsonl", "report.html")) {
            Files.delete(run.resolve(file));
        }
        Files.delete(run);
    }

    private static WebElement box(String name) {
        return browser.findElement(By.cssSelector("[data-run='" + name + "']"));
    }

    private static void choose(String... names) {
        for (String name : names) {
            box(name).click();
        }
    }

    /** The points of each line of a chart, by its colour. */
    private static Map<String, String> curves(String chart) {
        return browser.findElements(By.cssSelector(chart + " polyline")).stream()
                .collect(
                        Collectors.toMap(
                                line -> line.getDomAttribute("stroke"),
                                line -> line.getDomAttribute("points")));
    }

    /** The colours beside the names of runs. */
    private static Set<String> swatches(String... names) {
        return Stream.of(names)
                .map(name -> "tr:has([data-run='" + name + "']) .swatch rect")
                .map(swatch -> browser.findElement(By.cssSelector(swatch)).getDomAttribute("fill"))
                .collect(Collectors.toSet());
    }

    @Test
    void asksTheModelThatIsChosen() throws IOException {
        Path bees = SmallModel.saying(folder.resolve("bees & ants"), 1, 3, 2);
        ServerConfig config =
                new ServerConfig(
                        List.of(Ran.HOME.resolve("models/lenet-mnist"), bees),
                        "127.0.0.1",
                        0,
                        null,
                        null,
                        false,
                        "cpu",
                        List.of());
        try (Server several = Server.start(config)) {
            open(several, "", 1200);
            drawASeven();
            assertThat(shown("#answer", "7")).startsWith("7 (");
            assertThat(shown("#models li:nth-child(2)", " bees & ants"))
                    .isEqualTo(" bees & ants: lenet, 3 classes, 50.00 % on its test set");

            browser.findElement(By.cssSelector("[name=model][value='bees & ants']")).click();

            assertThat(shown("#answer", "bee")).startsWith("bee (");
            assertThat(browser.findElements(By.cssSelector("#bars tbody tr"))).hasSize(3);
            new Actions(browser).sendKeys(Keys.ARROW_UP).perform(); // the group is one by keyboard
            assertThat(shown("#answer", "7")).startsWith("7 (");
            assertThat(Chromium.violations(browser)).isEmpty();
            shoot("draw-models");
        }
    }

    @Test
    void asksForPicturesWhereTheModelTakesNoneThatOneDraws() throws IOException {
        String longest = "a".repeat(150);
        Path colours = SmallModel.ofColours(folder.resolve("colours"), "cat", "dog", longest);
        try (Server photos = Server.start(serving(colours))) {
            open(photos, "", 1200);
            assertThat(shown("#draw-title", "Choose")).isEqualTo("Choose a picture");
            assertThat(browser.getTitle()).isEqualTo("trainkit: choose a picture");
            assertThat(shown("#pad-help", "Drop"))
                    .isEqualTo(
                            "Drop or paste a picture, or choose a file. The network takes 32x32 pixels in"
                                    + " colour, which are made of it. Ctrl+Z undoes.");
            assertThat(shown("#classes", "It"))
                    .isEqualTo("It is answered with one of: cat, dog, " + longest + ".");
            assertThat(shown("#answer", "No")).isEqualTo("No picture yet");
            drawASeven();
            assertThat(drawn()).isEqualTo("Place for a picture, empty");
            shoot("picture-empty");

            browser.findElement(By.id("file")).sendKeys(redAndBlue().toString());

            shown("#size", "32x32");
            assertThat(drawn()).isEqualTo("Place for a picture, a picture");
            assertThat(browser.findElements(By.cssSelector("#bars tbody tr"))).hasSize(3);
            // the file itself was sent, and its shape made the network's: no white at its sides
            assertThat(pixelsOfInput()).isEqualTo(List.of(254L, 0L, 0L, 0L, 0L, 254L));
            assertThat(Chromium.violations(browser)).isEmpty();
            shoot("picture-desktop");
            open(photos, "", 390);
            shown("#draw-title", "Choose");
            browser.findElement(By.id("file")).sendKeys(redAndBlue().toString());
            shown("#size", "32x32");
            assertFits();
            shoot("picture-phone");
        }
    }

    @Test
    void drawsCharactersAndDigitsOnly() {
        assertThat(shown("#draw-title", "Draw")).isEqualTo("Draw a digit");
        assertThat(shown("#pad-help", "Mouse"))
                .isEqualTo(
                        "Mouse or finger. By keyboard: arrows move the pen, Space lowers and lifts"
                                + " it. Ctrl+Z undoes. Or drop or paste a picture.");
        Path letters = SmallModel.named(folder.resolve("letters"), "A", "b", "7");
        try (Server characters = Server.start(serving(letters))) {
            open(characters, "", 1200);
            assertThat(shown("#draw-title", "Draw")).isEqualTo("Draw a character");
            assertThat(shown("#classes", "It")).isEqualTo("It is answered with one of: A, b, 7.");
        }
        Path words = SmallModel.named(folder.resolve("words"), "A", "b", "coat");
        try (Server things = Server.start(serving(words))) {
            open(things, "", 1200);
            assertThat(shown("#pad-help", "Drop")).contains(" 28x28 pixels in grey,");
        }
    }

    private static ServerConfig serving(Path model) {
        return new ServerConfig(
                List.of(model), "127.0.0.1", 0, null, null, false, "cpu", List.of());
    }

    /** Twice as wide as it is high, red at the left and blue at the right. */
    private static Path redAndBlue() throws IOException {
        BufferedImage picture = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 32; i++) {
            picture.setRGB(i % 64, i / 64, i % 64 < 32 ? 0xfe0000 : 0x0000fe);
        }
        Path file = folder.resolve("red-and-blue.png");
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    /** Red, green and blue of the corners at the top. */
    private static Object pixelsOfInput() {
        return run(
                """
                const c = document.getElementById('input');
                const row = [...c.getContext('2d').getImageData(0, 0, c.width, 1).data];
                return [...row.slice(0, 3), ...row.slice(-4, -1)];""");
    }

    private static String drawn() {
        return pad().getDomAttribute("aria-label");
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
        open(server, path, width);
    }

    private static void open(Server server, String path, int width) {
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
