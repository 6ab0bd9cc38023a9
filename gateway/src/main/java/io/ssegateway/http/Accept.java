package io.ssegateway.http;

import java.util.List;
import java.util.Locale;

/** Reads the {@code Accept} header (RFC 9110, section 12.5.1) as far as a server of event streams needs it. */
public final class Accept {
    /** What answers with events say they are: some clients read a text whose charset is not named as Latin-1. */
    public static final String EVENT_STREAM = "text/event-stream; charset=utf-8";

    private static final List<String> RANGES = List.of("text/event-stream", "text/*", "*/*");

    private Accept() {}

    /**
     * Whether the client takes an event stream: the most specific range that names it decides; no header accepts all.
     */
    public static boolean eventStream(List<String> headers) {
        if (headers.isEmpty() || (headers.size() == 1 && RANGES.contains(headers.get(0)))) {
            return true;
        }
        int mostSpecific = RANGES.size();
        boolean accepted = false;
        for (String range : String.join(",", headers).toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            int specificity = RANGES.indexOf(parts[0].trim());
            if (specificity >= 0 && specificity <= mostSpecific) {
                mostSpecific = specificity;
                accepted = !isExcluded(parts);
            }
        }
        return accepted;
    }

    /** A weight of zero, written {@code q=0}, {@code q=0.0} and so on, means "not this". */
    private static boolean isExcluded(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].replaceAll("[ \t]", "");
            if (parameter.startsWith("q=")) {
                return parameter.matches("q=0(\\.0*)?");
            }
        }
        return false;
    }
}
