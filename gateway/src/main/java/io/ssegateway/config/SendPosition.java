package io.ssegateway.config;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** When an idle stream's client is sent the position that the stream has reached. */
public enum SendPosition {
    /** Before the log drops the position that the client has. */
    AUTO,
    /** With every heartbeat, and before the log drops the position that the client has. */
    ALWAYS,
    /** Never. */
    NEVER;

    private static final Logger LOG = LogManager.getLogger();

    /**
     * Reads a word; accepts the former {@code true} and {@code false} with a warning.
     *
     * @throws IllegalArgumentException if it is not one of them
     */
    public static SendPosition parse(String text) {
        return switch (text) {
            case "true" -> deprecated(text, ALWAYS);
            case "false" -> deprecated(text, NEVER);
            default -> Texts.parseWord(SendPosition.class, text);
        };
    }

    private static SendPosition deprecated(String text, SendPosition meant) {
        LOG.warn(
                "heartbeat.send-position: {} is deprecated and means {}; write auto, always or never",
                text,
                Texts.word(meant));
        return meant;
    }
}
