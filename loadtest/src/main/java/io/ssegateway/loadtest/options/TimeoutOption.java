package io.ssegateway.loadtest.options;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a run may take. */
public final class TimeoutOption extends CheckedOptions {

    @Option(
            names = "--timeout",
            defaultValue = "5m",
            converter = DurationConverter.class,
            description = "The time limit of the run.")
    private Duration timeout = Duration.ZERO;

    /** Of the whole run. */
    public Duration value() {
        return timeout;
    }

    /** Checks that what the run does by the clock fits into its time. */
    public void checkRoomFor(String what, double seconds) {
        double most = timeout.toMillis() / 1000.0;
        check(
                seconds < most,
                "--timeout must be more than the %.1f s that %s take, but is %.1f s".formatted(seconds, what, most));
    }
}
