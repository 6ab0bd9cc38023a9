package io.ssegateway.loadtest.options;

import picocli.CommandLine.Option;

/** What a comparison shows the others as multiples of. */
public final class BaselineOption {

    private static final String DEFAULT = "floor";

    @Option(names = "--baseline", defaultValue = DEFAULT, description = "The server to compare the others with.")
    private String baseline = DEFAULT;

    /** The name of a server. */
    public String name() {
        return baseline;
    }

    /** Whether nothing else was asked for: then it may be one that is not compared. */
    public boolean isDefault() {
        return baseline.equals(DEFAULT);
    }
}
