package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.data.SmallMnist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** Opens reports in Chromium, as a person would. */
class ReportIT {

    private static final List<String> SECTIONS =
            List.of(
                    "figures",
                    "curves",
                    "confusion",
                    "classes",
                    "mistakes",
                    "reliability",
                    "inputs",
                    "filters",
                    "activations",
                    "saliency",
                    "gradients",
                    "layers",
                    "configuration",
                    "provenance",
                    "interruptions");

    @TempDir private static Path folder;
    private static Path model;
    private static Path other;
    private static ChromeDriver browser;

    @BeforeAll
    static void trainAndOpenTheBrowser() throws IOException {
        Path data = SmallMnist.write(folder.resolve("data"), 600, 200);
        model = train(data, "first", "--set=train.watch=[gradients]");
        other = train(data, "second", "--set=optimizer.learning-rate=0.01");
        browser = Chromium.start();
    }

    private static Path train(Path data, String name, String setting) {
        Path directory = folder.resolve(name);
        Ran ran =
                Ran.here(
                        "train",
                        "--epochs=2",
                        "--set=data.path=" + data,
                        setting,
                        "--out=" + directory);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return directory;
    }

    @AfterAll
    static void closeTheBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    @Test
    void fillsEverySectionWithoutAWordOnTheConsole() {
        open(model.resolve("report.html"), 1200);

        for (String section : SECTIONS) {
            WebElement element = browser.findElement(By.id(section));
            assertThat(element.getText().lines().count()).as(section).isGreaterThan(1);
        }
        assertThat(browser.findElements(By.cssSelector("#confusion tbody tr"))).hasSize(10);
        assertThat(browser.findElements(By.cssSelector("#classes tbody tr"))).hasSize(10);
        assertThat(browser.findElements(By.cssSelector("#inputs img"))).hasSize(16);
        assertThat(browser.findElements(By.cssSelector("#filters img"))).hasSize(6);
        assertThat(browser.findElements(By.cssSelector("#activations .walk"))).hasSize(4);
        assertThat(browser.findElements(By.cssSelector("#saliency .pair"))).isNotEmpty();
        assertThat(browser.findElements(By.cssSelector("#mistakes .card"))).isNotEmpty();
        assertThat(browser.findElements(By.cssSelector("#gradients .chart"))).hasSize(3);
        assertEveryChartIsDrawn(8);
        assertThat(blankPictures()).isZero();
    }

    @Test
    void saysWhereEachSettingComesFrom() {
        open(other.resolve("report.html"), 1200);
        WebElement configuration = browser.findElement(By.id("configuration"));

        assertThat(configuration.getText().lines())
                .contains(
                        "optimizer.learning-rate 0.01 --set optimizer.learning-rate=0.01 0.05",
                        "train.epochs 2 --epochs 2 10")
                .anyMatch(
                        line ->
                                line.matches(
                                        "optimizer.weight-decay 5.0E-4 .*lenet-mnist.yaml:\\d+ 0.0"))
                .doesNotContain("train.seed 42");

        configuration.findElement(By.tagName("summary")).sendKeys(Keys.ENTER);

        assertThat(configuration.getText().lines()).contains("train.seed 42");
    }

    @Test
    void showsThePicturesOfACell() {
        open(model.resolve("report.html"), 1200);
        WebElement button = browser.findElement(By.cssSelector("[data-cell]"));

        button.sendKeys(Keys.ENTER);

        assertThat(browser.findElement(By.cssSelector("#cell p")).getText())
                .isEqualTo(button.getDomAttribute("aria-label"));
        assertThat(browser.findElements(By.cssSelector("#cell img"))).isNotEmpty();
    }

    /** The table of mistakes had the model's probabilities, and the cells those before scaling. */
    @Test
    void saysTheSameProbabilityInACellAndInTheGallery() {
        open(model.resolve("report.html"), 1200);
        WebElement card = browser.findElement(By.cssSelector("#mistakes .card"));
        String picture = card.findElement(By.tagName("img")).getDomAttribute("alt");
        String[] classes = card.findElement(By.tagName("figcaption")).getText().split("\\W+", -1);

        browser.findElement(By.cssSelector("[data-cell='%s-%s']".formatted(classes[0], classes[2])))
                .sendKeys(Keys.ENTER);

        assertThat(browser.findElement(By.id("cell")).getText().toLowerCase(Locale.ROOT))
                .contains(
                        picture.toLowerCase(Locale.ROOT).replace("test ", "")
                                + ", "
                                + card.findElement(By.cssSelector("meter + span")).getText());
    }

    @Test
    void readsTheCurvesByKeyboard() {
        open(model.resolve("report.html"), 1200);

        browser.findElement(By.cssSelector("[data-chart=loss]")).sendKeys(Keys.ARROW_RIGHT);

        assertThat(browser.findElement(By.cssSelector("[data-readout=loss]")).getText())
                .startsWith("epoch 1: training ")
                .contains("validation ");
    }

    @Test
    void fitsAPhone() {
        open(model.resolve("report.html"), 390);

        assertThat((Long) run("return document.documentElement.scrollWidth - innerWidth"))
                .isNotPositive();
    }

    @Test
    void isAccessibleInLightAndInTheDark() throws IOException {
        for (String scheme : List.of("light", "dark")) {
            browser.executeCdpCommand(
                    "Emulation.setEmulatedMedia",
                    Map.of(
                            "features",
                            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
            open(model.resolve("report.html"), 1200);
            assertThat(Chromium.violations(browser)).as(scheme).isEmpty();
        }
    }

    @Test
    void laysRunsOverOneAnother() {
        Path page = folder.resolve("runs.html");

        Ran ran = Ran.here("report", model.toString(), other.toString(), "--out=" + page);

        assertThat(ran).isEqualTo(new Ran(0, page + "\n", ""));
        open(page, 1200);
        assertEveryChartIsDrawn(5);
        assertThat(browser.findElement(By.id("figures")).getText())
                .contains("first", "second", "95 % interval");
        assertThat(browser.findElement(By.id("differences")).getText())
                .contains("optimizer.learning-rate 0.1 0.01", "train.watch [gradients] []");
    }

    @Test
    void drawsAModelsReportAgainWithoutChangingTheModel() throws IOException {
        byte[] manifest = Files.readAllBytes(model.resolve("model.json"));
        byte[] table = Files.readAllBytes(model.resolve("results.csv"));
        Files.delete(model.resolve("report.html"));
        Files.delete(model.resolve("results.csv"));

        Ran ran = Ran.launched(folder, "report", "first");

        assertThat(ran).isEqualTo(new Ran(0, "first/report.html\n", ""));
        assertThat(model.resolve("model.json")).hasBinaryContent(manifest);
        assertThat(model.resolve("results.csv")).hasBinaryContent(table);
        assertThat(Files.readAllLines(model.resolve("results.csv")))
                .hasSize(3)
                .first()
                .asString()
                .startsWith("epoch,step,\"train loss\"");
        assertThat(ImageIO.read(model.resolve("curves.png").toFile()).getWidth()).isEqualTo(1440);
        assertThat(ImageIO.read(model.resolve("confusion.png").toFile()).getWidth())
                .isGreaterThan(500);
    }

    @Test
    void keepsTheModelWhereTheReportCannotBeWritten() throws IOException {
        Path directory = folder.resolve("blocked");
        Files.createDirectories(directory.resolve("results.csv"));

        Ran ran = Ran.here("report", model.toString(), other.toString(), "--out=" + directory);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith("The report could not be written to " + directory + ": ")
                .endsWith("Name another file with --out.\n");
    }

    @Test
    void takesNoOutForOneModel() {
        Ran ran = Ran.here("report", model.toString(), "--out=x.html");

        assertThat(ran)
                .isEqualTo(
                        new Ran(
                                2,
                                "",
                                """
                                --out is for the page of several models; that of one is written into its directory.
                                Run 'trainkit report --help' for its usage.
                                """));
    }

    private static void open(Path page, int width) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        browser.get(page.toUri().toString());
        assertThat(Chromium.console(browser)).isEmpty();
    }

    /** A curve has ink of its own beside the axes'. */
    private static void assertEveryChartIsDrawn(int charts) {
        assertThat(
                        run(
                                """
                                return [...document.querySelectorAll('[data-chart] canvas')].filter(c => {
                                  const p = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
                                  const colours = new Set();
                                  for (let i = 0; i < p.length; i += 4) {
                                    if (p[i + 3] === 255) colours.add(p[i] << 16 | p[i + 1] << 8 | p[i + 2]);
                                  }
                                  return colours.size > 2;
                                }).length"""))
                .isEqualTo((long) charts);
    }

    private static long blankPictures() {
        return (Long)
                run(
                        "return [...document.images].filter(i => !i.complete || i.naturalWidth === 0).length");
    }

    private static Object run(String script) {
        return browser.executeScript(script);
    }
}
