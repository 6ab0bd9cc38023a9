package io.ssegateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/event-stream | true",
                "TEXT/Event-Stream | true",
                "text/html | false",
                "text/html, text/event-stream | true",
                "text/html,\t*/*;q=0.1 | true",
                "text/*;q=0 | false",
                "*/*, text/event-stream;q=0 | false",
                "*/*;q=0, text/event-stream | true",
                "text/event-stream;charset=utf-8;Q = 0.0, */* | false",
                "text/event-stream;q=0.01 | true",
                "text/event-stream;q=0;q=1 | false",
                "text/event-stream;q=00 | true",
                "text/event-stream2 | false",
                "text/event-stream;a=q=0 | true",
                ";;,,;q=0 | false"
            })
    void shouldTakeTheMostSpecificRange(String header, boolean accepted) {
        assertThat(Accept.eventStream(List.of(header))).isEqualTo(accepted);
    }

    @Test
    void shouldAcceptWithoutHeaderAndReadAllOfSeveral() {
        assertThat(Accept.eventStream(List.of())).isTrue();
        assertThat(Accept.eventStream(List.of("text/html", "*/*"))).isTrue();
        assertThat(Accept.eventStream(List.of("text/html", ""))).isFalse();
    }

    /** As the specification reads, piece by piece. */
    private static boolean expected(String header) {
        List<String> ranges = List.of("text/event-stream", "text/*", "*/*");
        int best = ranges.size();
        boolean accepted = false;
        for (String range : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            int specificity = ranges.indexOf(parts[0].trim());
            if (specificity >= 0 && specificity <= best) {
                best = specificity;
                accepted = Arrays.stream(parts)
                        .skip(1)
                        .map(parameter -> parameter.replaceAll("[ \t]", ""))
                        .filter(parameter -> parameter.startsWith("q="))
                        .findFirst()
                        .map(weight -> !weight.matches("q=0(\\.0*)?"))
                        .orElse(true);
            }
        }
        return accepted;
    }

    @Test
    void shouldReadAnyHeaderAsTheSpecificationDoes() {
        String[] pieces = {"text/event-stream", "text/*", "*/*", ",", ",", ";", ";", "q", "=", "0", ".", "1", " ", "\t"
        };
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder header = new StringBuilder();
            for (int n = random.nextInt(14); n >= 0; n--) {
                header.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThat(Accept.eventStream(List.of(header.toString())))
                    .as("%s", header)
                    .isEqualTo(expected(header.toString()));
        }
    }
}
