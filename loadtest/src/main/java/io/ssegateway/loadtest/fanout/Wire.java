package io.ssegateway.loadtest.fanout;

import io.ssegateway.loadtest.client.MessageFormat;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What a run and its client processes say to each other, in lines of words through the process's standard input and
 * output:
 *
 * <pre>
 * to the process     share …, as many lines url …, then open    what to open
 *                    close PUBLISHED                             close the streams, tell the findings, end
 *                    (end of input)                              the run is gone: end
 * from the process   counts OPENED FAILED OPEN DELIVERIES        now and then
 *                    done SEQUENCE                               all streams of the share that want it have it
 *                    fault TEXT                                  the first thing that went wrong
 *                    findings …                                  the last line
 * </pre>
 */
final class Wire {

    static final String SHARE = "share";
    static final String URL = "url";
    static final String OPEN = "open";
    static final String CLOSE = "close";
    static final String COUNTS = "counts";
    static final String DONE = "done";
    static final String FAULT = "fault";
    static final String FINDINGS = "findings";

    private Wire() {}

    static String line(String word, Object... values) {
        return Stream.concat(Stream.of(word), Stream.of(values).map(Object::toString))
                .collect(Collectors.joining(" "));
    }

    /** Lines. */
    static List<String> encode(Share share) {
        List<String> lines = new ArrayList<>();
        Audience audience = share.audience();
        lines.add(line(
                SHARE,
                audience.streams(),
                audience.topics(),
                audience.topicsPerStream(),
                share.first(),
                share.count(),
                share.connects(),
                share.format().run(),
                share.format().size(),
                share.messages(),
                share.warmup()));
        share.urls().forEach(url -> lines.add(line(URL, url)));
        lines.add(OPEN);
        return lines;
    }

    /**
     * Reads what {@link #encode(Share)} wrote, up to and with {@link #OPEN}.
     *
     * @throws IOException if it is something else
     */
    static Share share(BufferedReader lines) throws IOException {
        List<String> words = List.of();
        List<URI> urls = new ArrayList<>();
        while (true) {
            String line = next(lines);
            if (line.equals(OPEN) && !words.isEmpty() && !urls.isEmpty()) {
                return share(words.iterator(), urls);
            } else if (line.startsWith(SHARE + " ")) {
                words = words(line);
            } else if (line.startsWith(URL + " ")) {
                urls.add(URI.create(rest(line)));
            } else {
                throw new IOException("not part of a share: " + line);
            }
        }
    }

    private static Share share(Iterator<String> words, List<URI> urls) {
        Audience audience = new Audience(number(words), number(words), number(words));
        int first = number(words);
        int count = number(words);
        int connects = number(words);
        MessageFormat format = new MessageFormat(words.next(), number(words));
        return new Share(audience, urls, first, count, connects, format, number(words), number(words));
    }

    static String encode(Counts counts) {
        return line(COUNTS, counts.opened(), counts.failed(), counts.open(), counts.deliveries());
    }

    static Counts counts(String line) {
        Iterator<String> words = words(line).iterator();
        return new Counts(number(words), number(words), number(words), longNumber(words));
    }

    static String encode(Findings findings) {
        ByteBuffer histogram = ByteBuffer.allocate(findings.latency().getNeededByteBufferCapacity());
        findings.latency().encodeIntoCompressedByteBuffer(histogram);
        histogram.flip();
        return line(
                FINDINGS,
                findings.deliveries(),
                findings.missing(),
                findings.duplicated(),
                findings.outOfOrder(),
                findings.otherEvents(),
                findings.openNanos(),
                findings.lastDeliveryNanos(),
                Base64.getEncoder().encodeToString(toBytes(histogram)));
    }

    /** @throws IOException if the line is cut or damaged */
    static Findings findings(String line) throws IOException {
        try {
            Iterator<String> words = words(line).iterator();
            return new Findings(
                    longNumber(words),
                    longNumber(words),
                    longNumber(words),
                    longNumber(words),
                    longNumber(words),
                    longNumber(words),
                    longNumber(words),
                    Histogram.decodeFromCompressedByteBuffer(
                            ByteBuffer.wrap(Base64.getDecoder().decode(words.next())), 0));
        } catch (DataFormatException e) {
            throw new IOException("a damaged histogram", e);
        }
    }

    /** What follows a line's first word. */
    static String rest(String line) {
        return line.substring(line.indexOf(' ') + 1);
    }

    private static String next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new EOFException("the input ended");
        }
        return line;
    }

    private static byte[] toBytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static List<String> words(String line) {
        return List.of(rest(line).split(" ", -1));
    }

    private static int number(Iterator<String> words) {
        return Integer.parseInt(words.next());
    }

    private static long longNumber(Iterator<String> words) {
        return Long.parseLong(words.next());
    }
}
