package io.ssegateway.auth;

import io.ssegateway.config.ConfigException;
import io.ssegateway.config.JwtKeyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Secrets of the configuration, which are there or in a file. */
public final class SecretText {

    private SecretText() {}

    /**
     * Reads a secret, from its file if it is in one; line breaks at the file's end do not belong to it.
     *
     * @param key   the key of the configuration, for messages
     * @param value what the configuration says
     * @throws ConfigException if the file cannot be read; it never tells the secret
     */
    public static String read(String key, String value) {
        if (!value.startsWith(JwtKeyConfig.FILE)) {
            return value;
        }
        try {
            Path file = Path.of(value.substring(JwtKeyConfig.FILE.length()));
            // Editors end files with a line break, and nobody means it.
            return Files.readString(file).replaceFirst("[\r\n]+$", "");
        } catch (IOException | InvalidPathException e) {
            throw new ConfigException(key, "names a file that cannot be read as UTF-8: " + e);
        }
    }
}
