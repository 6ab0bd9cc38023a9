package io.ssegateway.config;

import java.util.regex.Pattern;

/**
 * This gateway among others that share a log.
 *
 * @param id its name; empty for a name that is generated at the start
 */
public record NodeConfig(String id) {

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,63})?");

    /** @throws ConfigException if the id has characters that do not belong into a name */
    public NodeConfig {
        if (!FORM.matcher(id).matches()) {
            throw new ConfigException(
                    "node.id",
                    "must be up to 64 letters, digits, dots, dashes and underscores, but is " + Texts.quote(id));
        }
    }
}
