package io.ssegateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms and queries by the URL standard. */
class UrlEncodedTest {

    private static Map<String, List<String>> parse(String input) {
        return UrlEncoded.parse(input.getBytes(UTF_8), "body");
    }

    /** Names and values in turn, by name. */
    private static Map<String, List<String>> fields(String... namesAndValues) {
        return Stream.iterate(0, i -> i < namesAndValues.length, i -> i + 2)
                .collect(Collectors.groupingBy(
                        i -> namesAndValues[i], Collectors.mapping(i -> namesAndValues[i + 1], Collectors.toList())));
    }

    private static Arguments vector(String input, String... namesAndValues) {
        return Arguments.of(input, fields(namesAndValues));
    }

    /** Those of web-platform-tests, url/urlencoded-parser.any.js, whose names and values are UTF-8. */
    static Stream<Arguments> platformTests() {
        return Stream.of(
                vector("test", "test", ""),
                vector("\uFEFFtest=\uFEFF", "\uFEFFtest", "\uFEFF"),
                vector("%EF%BB%BFtest=%EF%BB%BF", "\uFEFFtest", "\uFEFF"),
                vector("%EF%BF%BF=%EF%BF%BF", "\uFFFF", "\uFFFF"),
                vector("†&†=x", "†", "", "†", "x"),
                vector("", new String[0]),
                vector("a", "a", ""),
                vector("a=b", "a", "b"),
                vector("a=", "a", ""),
                vector("=b", "", "b"),
                vector("&", new String[0]),
                vector("&a", "a", ""),
                vector("a&", "a", ""),
                vector("a&a", "a", "", "a", ""),
                vector("a&b&c", "a", "", "b", "", "c", ""),
                vector("a=b&c=d", "a", "b", "c", "d"),
                vector("a=b&c=d&", "a", "b", "c", "d"),
                vector("&&&a=b&&&&c=d&", "a", "b", "c", "d"),
                vector("a=a&a=b&a=c", "a", "a", "a", "b", "a", "c"),
                vector("a==a", "a", "=a"),
                vector("a=a+b+c+d", "a", "a b c d"),
                vector("%=a", "%", "a"),
                vector("%a=a", "%a", "a"),
                vector("%a_=a", "%a_", "a"),
                vector("%61=a", "a", "a"),
                vector("%61+%4d%4D=", "a MM", ""),
                vector("id=0&value=%", "id", "0", "value", "%"),
                vector("b=%2sf%2a", "b", "%2sf*"),
                vector("b=%2%2af%2a", "b", "%2*f*"),
                vector("b=%%2a", "b", "%*"));
    }

    @ParameterizedTest
    @MethodSource("platformTests")
    void shouldParseAsThePlatformTestsHaveIt(String input, Map<String, List<String>> fields) {
        assertThat(parse(input)).isEqualTo(fields);
    }

    /** Where the platform's tests have U+FFFD, and further bytes that are not UTF-8. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%FE%FF",
                "%FF%FE",
                "%C2",
                "%C2x",
                "_charset_=windows-1252&test=%C2x",
                "a=%C0%AF",
                "a=%ED%A0%80",
                "a=%F5%80%80%80",
                "a=%C3&%A4=b",
                "a=%C3=%A4"
            })
    void shouldRefuseWhatTheStandardReplaces(String input) {
        assertThatThrownBy(() -> parse(input))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("percent-encoded UTF-8");
        assertThatThrownBy(() -> UrlEncoded.parse("a=\u00e4".getBytes(ISO_8859_1), "body"))
                .isInstanceOf(Problem.class);
    }

    /** A leading question mark is the URL's, and not the form's; the others separate or end nothing. */
    @Test
    void shouldTakeOtherCharactersAsTheyStand() {
        assertThat(parse("?topic=t")).isEqualTo(fields("?topic", "t"));
        assertThat(parse("topic=t&data=Issue #5&private=on"))
                .isEqualTo(fields("topic", "t", "data", "Issue #5", "private", "on"));
        assertThat(parse("a=1;b=2&c;=d?e=f/#%23")).isEqualTo(fields("a", "1;b=2", "c;", "d?e=f/##"));
        assertThat(parse("a=\r\n\0 %0D%0A%00+")).isEqualTo(fields("a", "\r\n\0 \r\n\0 "));
        assertThat(parse("%3D%26%2B=%3D%26%2B%25")).isEqualTo(fields("=&+", "=&+%"));
        assertThat(parse("ä=%C3%A4&a=%")).isEqualTo(fields("ä", "ä", "a", "%"));
    }

    @Test
    void shouldStopAtTheParametersThatAreTooMany() {
        assertThat(parse("a&".repeat(1_000) + "&&&&").get("a")).hasSize(1_000);
        for (String one : new String[] {"a", "a=", "="}) {
            assertThatThrownBy(() -> parse((one + "&").repeat(1_001)))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("1000 parameters");
        }
    }

    @Property(tries = 300)
    void shouldAgreeWithTheStandardsSteps(@ForAll("forms") String form) {
        assertThat(parse(form)).isEqualTo(bySteps(form));
    }

    @Provide
    Arbitrary<String> forms() {
        return Arbitraries.strings().withChars("x&=+%2ä#;?").ofMaxLength(40);
    }

    /** The parser as the standard words it, which goes over its input several times. */
    private static Map<String, List<String>> bySteps(String input) {
        List<String> all = new ArrayList<>();
        for (String sequence : input.split("&", -1)) {
            if (!sequence.isEmpty()) {
                int equals = sequence.indexOf('=');
                all.add(decode(equals < 0 ? sequence : sequence.substring(0, equals)));
                all.add(decode(equals < 0 ? "" : sequence.substring(equals + 1)));
            }
        }
        return fields(all.toArray(String[]::new));
    }

    /** The one triplet that can be made of what {@link #forms} has. */
    private static String decode(String text) {
        return text.replace('+', ' ').replace("%22", "\"");
    }
}
