package io.ssegateway.config;

/** A configuration that the gateway refuses to start with; the message is one sentence for the operator. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final String problem;

    /**
     * @param key the full key, such as {@code limits.max-connections}; the name of the file, the environment variable
     *     or the option if no key is known
     * @param problem what is accepted, and what was found instead
     */
    public ConfigException(String key, String problem) {
        super(key + ": " + problem);
        this.key = key;
        this.problem = problem;
    }

    /** The full key, or the name of what the message is about where no key is known. */
    public String key() {
        return key;
    }

    /** The same error, with the source of the value. */
    public ConfigException at(String source) {
        return new ConfigException(key, problem + " (" + source + ")");
    }
}
