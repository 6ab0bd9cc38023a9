package io.ssegateway.auth;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.JwtKeyConfig;
import io.ssegateway.config.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Secrets of the configuration, which are there or in a file. */
public final class SecretText {
    /** Some editors begin a file with it, and it is no part of any secret. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private SecretText() {}

    /**
     * Reads a secret, from its file if it is in one; a byte order mark at the beginning of the file and line breaks at
     * its end are ignored.
     *
     * @param key the key of the configuration, for messages
     * @param value what the configuration says
     * @throws ConfigException if the file cannot be read or is empty, or the value is a file's name without
     *     {@code file:}; the message never has the secret
     */
    public static String read(String key, String value) {
        if (!value.startsWith(JwtKeyConfig.FILE)) {
            requireNoFile(key, value);
            return value;
        }
        String name = value.substring(JwtKeyConfig.FILE.length());
        String text;
        try {
            text = Files.readString(Path.of(name));
        } catch (IOException | InvalidPathException e) {
            throw new ConfigException(key, "the file " + name + " cannot be read as UTF-8: " + Reason.of(e));
        }
        // Editors end files with a line break, which does not belong to the secret.
        String secret = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).replaceFirst("[\r\n]+$", "");
        if (secret.isBlank()) {
            throw new ConfigException(key, "the file " + name + " is empty");
        }
        return secret;
    }

    /** A file's name is long enough for a secret, but easy to guess. */
    private static void requireNoFile(String key, String value) {
        try {
            if (value.startsWith("/") && Files.exists(Path.of(value))) {
                throw new ConfigException(key, "is the name of a file; write file: before the name to read the file");
            }
        } catch (InvalidPathException e) {
            // No name of a file, then.
        }
    }
}
