package io.ssegateway.http;

import java.util.List;

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
        for (String header : headers) {
            int end;
            for (int start = 0; start <= header.length(); start = end + 1) {
                end = end(header, ',', start, header.length());
                int typeEnd = end(header, ';', start, end);
                int specificity = specificity(header, start, typeEnd);
                if (specificity >= 0 && specificity <= mostSpecific) {
                    mostSpecific = specificity;
                    accepted = !isExcluded(header, typeEnd, end);
                }
            }
        }
        return accepted;
    }

    /** The place in {@link #RANGES} of what stands there; -1 if it is another range. */
    private static int specificity(String header, int start, int end) {
        int from = skipBlanks(header, start, end);
        for (int i = 0; i < RANGES.size(); i++) {
            String range = RANGES.get(i);
            int to = from + range.length();
            if (to <= end
                    && header.regionMatches(true, from, range, 0, range.length())
                    && skipBlanks(header, to, end) == end) {
                return i;
            }
        }
        return -1;
    }

    /** A weight of zero, written {@code q=0}, {@code q=0.0} and so on, means "not this". The first weight counts. */
    private static boolean isExcluded(String header, int start, int end) {
        for (int at = start; at < end; at = end(header, ';', at + 1, end)) {
            int parameterEnd = end(header, ';', at + 1, end);
            int name = skipBlanks(header, at + 1, parameterEnd);
            int equals = skipBlanks(header, name + 1, parameterEnd);
            if (name < parameterEnd
                    && (header.charAt(name) | ' ') == 'q'
                    && equals < parameterEnd
                    && header.charAt(equals) == '=') {
                return isZero(header, equals + 1, parameterEnd);
            }
        }
        return false;
    }

    private static boolean isZero(String header, int start, int end) {
        int at = skipBlanks(header, start, end);
        if (at == end || header.charAt(at) != '0') {
            return false;
        }
        at = skipBlanks(header, at + 1, end);
        if (at < end && header.charAt(at) == '.') {
            at++;
            while (at < end && (header.charAt(at) == '0' || isBlank(header.charAt(at)))) {
                at++;
            }
        }
        return at == end;
    }

    private static int skipBlanks(String header, int start, int end) {
        int at = start;
        while (at < end && isBlank(header.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Where the separator stands, or the end. */
    private static int end(String header, char separator, int start, int end) {
        int at = start;
        while (at < end && header.charAt(at) != separator) {
            at++;
        }
        return at;
    }
}
