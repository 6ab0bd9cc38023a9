package io.ssegateway.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Collects what is logged while it is open. */
public final class LogCapture extends AbstractAppender implements AutoCloseable {
    private final Logger logger = (Logger) LogManager.getRootLogger();
    private final List<LogEvent> events = new CopyOnWriteArrayList<>();

    public LogCapture() {
        super("capture", null, null, true, Property.EMPTY_ARRAY);
        start();
        logger.addAppender(this);
    }

    @Override
    public void append(LogEvent event) {
        events.add(event.toImmutable());
    }

    public List<LogEvent> events() {
        return events;
    }

    @Override
    public void close() {
        logger.removeAppender(this);
        stop();
    }
}
