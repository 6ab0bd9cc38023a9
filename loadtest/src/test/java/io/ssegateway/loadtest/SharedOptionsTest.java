package io.ssegateway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class SharedOptionsTest {

    private final Console console = new Console();

    @ParameterizedTest
    @ValueSource(strings = {"", "replay ", "publish ", "smoke ", "compare ", "plot "})
    void shouldHaveHelpAndTheLaunchersOption(String command) {
        assertThat(console.execute((command + "--help --progress-bar").split(" ", -1)))
                .isZero();

        assertThat(console.out())
                .startsWith("Usage: loadtest " + command)
                .contains("-h, --help")
                .doesNotContain("--progress-bar");
        assertThat(console.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "replay ", "publish "})
    void shouldLoadTheSameServerByTheSameOptions(String command) {
        assertThat(console.execute((command + "--help").split(" ", -1))).isZero();

        assertThat(console.out())
                .contains("--url=", "--publish-url=", "--allow-remote", "--pid=")
                .contains("--size=", "--connects=", "--timeout=");
    }

    @Test
    void shouldDeclareOnceWhatMeansTheSame() {
        CommandLine root = LoadTest.commandLine();
        Map<String, Set<Object>> declarations = new TreeMap<>();
        Stream.concat(Stream.of(root), root.getSubcommands().values().stream())
                .flatMap(command -> command.getCommandSpec().options().stream())
                .forEach(option -> declarations
                        .computeIfAbsent(meaning(option), meaning -> new HashSet<>())
                        .add(option.userObject()));

        assertThat(declarations)
                .hasSizeGreaterThan(30)
                .allSatisfy((meaning, fields) -> assertThat(fields).hasSize(1));
    }

    /** Its names, default and help. */
    private static String meaning(OptionSpec option) {
        return String.join(
                " ",
                List.of(
                        String.join(",", option.names()),
                        String.valueOf(option.defaultValue()),
                        String.join(" ", option.description())));
    }
}
