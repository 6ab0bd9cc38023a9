package io.ssegateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {

    @ParameterizedTest
    @CsvSource({
        "localhost, localhost, -1",
        "LocalHost:8080, localhost, 8080",
        "localhost., localhost, -1",
        "localhost:, localhost, -1",
        "a_b.example:0, a_b.example, 0",
        "127.0.0.1:65535, 127.0.0.1, 65535",
        "[::1], ::1, -1",
        "[0:0:0:0:0:0:0:1]:80, ::1, 80",
        "[2001:DB8::1]:443, 2001:db8::1, 443",
        "'', '', -1",
        ":80, '', 80",
    })
    void shouldReadHostsInOneSpelling(String text, String host, int port) {
        assertThat(Authority.parse(text)).isEqualTo(new Authority(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:b",
                "a:65536",
                "a:000080",
                "a:-1",
                "a:80:80",
                "a:8 0",
                "a b",
                "user@a",
                "a/b",
                "a?b",
                "a#b",
                "a\\b",
                "::1",
                "[::1",
                "[::1]x",
                "[::1]80",
                "[]",
                "[a]",
                "[127.0.0.1]",
                "[fe80::1%eth0]",
                "[fe80::1%25eth0]",
                "[[::1]]",
                "a[::1]",
                "http://a",
                "\u00e9",
                "\u017f",
                "\0",
                "a\t",
                "a,b:c",
                "\uff11"
            })
    void shouldRefuseWhatIsNoHost(String text) {
        assertThat(Authority.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST.:1",
                "a.localhost",
                "a.b.localhost:80",
                "127.0.0.1",
                "127.255.255.254",
                "[::1]",
                "[0::1]:8"
            })
    void shouldKnowTheNamesOfTheMachineItself(String text) {
        assertThat(Authority.parse(text)).matches(Authority::isLoopback);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost.evil.example",
                "localhostx",
                "xlocalhost",
                "127.evil.example",
                "127.0.0.1.evil.example",
                "127.1",
                "2130706433",
                "0x7f.1",
                "0.0.0.0",
                "128.0.0.1",
                "[::]",
                "[::2]",
                "[::ffff:127.0.0.1]",
                "evil.example",
                "localhost..",
                ".localhost.x"
            })
    void shouldKnowThatOthersAreNone(String text) {
        assertThat(Authority.parse(text)).matches(authority -> !authority.isLoopback());
    }

    @Property
    void shouldReadWhateverComes(@ForAll String text) {
        Authority authority = Authority.parse(text);
        if (authority != null) {
            assertThat(authority.port()).isBetween(-1, 65_535);
            assertThat(authority.host()).doesNotContain("@", "/", " ", "]");
        }
    }
}
