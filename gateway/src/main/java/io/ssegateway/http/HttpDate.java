package io.ssegateway.http;

import io.netty.util.AsciiString;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The time as the header {@code Date} has it (RFC 9110, section 6.6.1), of which every answer has one: a cache counts
 * an answer's age from it. Formatted once in a second. Thread-safe.
 */
public final class HttpDate {
    private static final long MILLIS = 1000;

    /** IMF-fixdate: unlike {@link DateTimeFormatter#RFC_1123_DATE_TIME} with two digits for every day. */
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** The machine's time; made behind what it is formatted with. */
    public static final HttpDate SYSTEM = new HttpDate(InstantSource.system());

    /** @param number of seconds since 1970 */
    private record Second(long number, AsciiString text) {}

    private final InstantSource clock;
    private volatile Second last;

    HttpDate(InstantSource clock) {
        this.clock = clock;
        this.last = format(second());
    }

    private long second() {
        return Math.floorDiv(clock.millis(), MILLIS);
    }

    private static Second format(long second) {
        return new Second(second, AsciiString.cached(FORMAT.format(Instant.ofEpochSecond(second))));
    }

    /** Now, such as {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    public AsciiString now() {
        long now = second();
        Second known = last;
        if (known.number() != now) {
            known = format(now);
            last = known;
        }
        return known.text();
    }
}
