package io.ssegateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Collects what is logged at WARN and above between its start and its close; closing it fails if that was anything. */
public final class WarningLog implements AutoCloseable {
    /** Tests set small bounds on purpose, and the gateway warns of those that do not agree. */
    private static final String ABOUT_SETTINGS = "io.ssegateway.StartWarnings";

    private final Collector collector = new Collector();
    private final LoggerConfig root =
            LoggerContext.getContext(false).getConfiguration().getRootLogger();

    private WarningLog() {}

    /** Starts to collect, from all threads. */
    public static WarningLog expectNone() {
        WarningLog log = new WarningLog();
        log.collector.start();
        log.root.addAppender(log.collector, Level.WARN, null);
        return log;
    }

    @Override
    public void close() {
        root.removeAppender(collector.getName());
        collector.stop();
        assertThat(collector.lines).as("warnings and errors in the log").isEmpty();
    }

    private static final class Collector extends AbstractAppender {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        Collector() {
            super("warnings", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            if (ABOUT_SETTINGS.equals(event.getLoggerName())) {
                return;
            }
            lines.add(event.getLevel() + " " + event.getLoggerName() + ": "
                    + event.getMessage().getFormattedMessage() + " " + event.getThrown());
        }
    }
}
