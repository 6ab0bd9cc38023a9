package io.ssegateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.AbstractConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** config/log4j2.xml, in a Log4j of its own. */
class LoggingConfigTest {

    private static final Path FILE = Path.of("..", "config", "log4j2.xml");

    @AutoClose("stop")
    private final LoggerContext context = new LoggerContext("logging-config-test", null, FILE.toUri());

    @BeforeEach
    void start() {
        context.start();
    }

    @Test
    void shouldBeInTheJarToo() throws IOException {
        URL resource = Objects.requireNonNull(getClass().getResource("/log4j2.xml"));
        try (InputStream in = resource.openStream()) {
            assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(FILE));
        }
    }

    @Test
    void shouldLeaveTheShutdownToTheGateway() {
        assertThat(((AbstractConfiguration) context.getConfiguration()).isShutdownHookEnabled())
                .isFalse();
    }

    @Test
    void shouldLogInfosAndKeepStreamsQuiet() {
        assertThat(context.getRootLogger().getLevel()).isEqualTo(Level.INFO);
        assertThat(context.getConfiguration().getLoggers()).containsKey("io.ssegateway.streams");
        assertThat(context.getLogger("io.ssegateway.streams").getLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void shouldTakeTheRootLevelFromASystemProperty() {
        System.setProperty("sse.log.level", "trace");
        try {
            context.reconfigure();
            assertThat(context.getRootLogger().getLevel()).isEqualTo(Level.TRACE);
        } finally {
            System.clearProperty("sse.log.level");
        }
    }

    @Test
    void shouldWriteOneLineHoweverHostileTheMessage() {
        ConsoleAppender appender = context.getConfiguration().getAppender("stderr");

        assertThat(appender.getTarget()).isEqualTo(ConsoleAppender.Target.SYSTEM_ERR);
        assertThat(line(appender.getLayout(), "GET /\r\n2026-01-01T00:00:00.000Z ERROR all is lost"))
                .isEqualTo("2026-02-03T04:05:06.007Z WARN  [loop-1] LoopShard -"
                        + " GET /\\r\\n2026-01-01T00:00:00.000Z ERROR all is lost" + System.lineSeparator());
    }

    @Test
    void shouldMakeEveryLoggerAsynchronousAndNeverLetInfosWait() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/log4j2.component.properties"))) {
            properties.load(in);
        }

        assertThat(properties)
                .containsEntry(
                        "log4j2.contextSelector", "org.apache.logging.log4j.core.async.AsyncLoggerContextSelector")
                .containsEntry("log4j2.asyncQueueFullPolicy", "Discard");
    }

    private static String line(Layout<?> layout, String message) {
        MutableInstant instant = new MutableInstant();
        instant.initFromEpochMilli(Instant.parse("2026-02-03T04:05:06.007Z").toEpochMilli(), 0);
        return layout.toSerializable(Log4jLogEvent.newBuilder()
                        .setLoggerName("io.ssegateway.fanout.LoopShard")
                        .setLevel(Level.WARN)
                        .setThreadName("loop-1")
                        .setInstant(instant)
                        .setMessage(new SimpleMessage(message))
                        .build())
                .toString();
    }
}
