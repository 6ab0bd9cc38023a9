package io.ssegateway.system.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium without a window, on a profile of its own. Nothing is downloaded. */
final class Browser {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    /** How long to wait for what ought to happen; the longest wait is for a browser that reconnects. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** The one of this JVM, as a start takes seconds. It keeps its cookies from test to test. */
    static Browser shared() {
        return Shared.BROWSER;
    }

    private static final class Shared {
        static final Browser BROWSER = start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(BROWSER.driver::quit));
        }
    }

    private static Browser start() {
        assertThat(List.of(CHROMIUM, DRIVER))
                .as("a browser to test with; without one: apt-get install chromium chromium-driver")
                .allMatch(Files::isExecutable);
        LoggingPreferences console = new LoggingPreferences();
        console.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions()
                .setBinary(CHROMIUM.toFile())
                .addArguments(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--window-size=1400,1000");
        options.setCapability(ChromeOptions.LOGGING_PREFS, console);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    /** Opens a page; its console begins empty. */
    void open(URI page) {
        driver.get("about:blank");
        console();
        driver.get(page.toString());
    }

    /** Clicks, as soon as that is possible. */
    void click(String selector) {
        patiently(selector).untilAsserted(() -> element(selector).click());
    }

    void type(String selector, String text) {
        WebElement field = element(selector);
        field.clear();
        field.sendKeys(text);
    }

    String text(String selector) {
        return element(selector).getText();
    }

    /** Waits until the first such element's text contains this. */
    void seeText(String selector, String text) {
        patiently(selector).untilAsserted(() -> assertThat(text(selector)).contains(text));
    }

    /** Waits until the page has such an element. */
    void see(String selector) {
        patiently(selector).untilAsserted(() -> assertThat(element(selector)).isNotNull());
    }

    private WebElement element(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** What is not there yet, or was replaced this moment, is an exception to Selenium. */
    private static ConditionFactory patiently(String what) {
        return await(what).pollInSameThread().atMost(PATIENCE).ignoreExceptionsInstanceOf(WebDriverException.class);
    }

    /** Runs a script in the page, and answers what it returns. */
    @Nullable
    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** What the browser complained of since the last call: errors, policy violations, failed requests. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }
}
