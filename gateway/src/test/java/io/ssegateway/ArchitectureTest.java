package io.ssegateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.netty.bootstrap.AbstractBootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The package rules of the design. Each rule is also shown to fail, so that none of them holds by looking at nothing.
 */
class ArchitectureTest {
    private static final String ROOT = "io.ssegateway";

    /** From the bottom up: a row may import only rows before it. */
    private static final List<String> ROWS = List.of(
            "protocol.sse",
            "clock",
            "json",
            "config",
            "metrics",
            "topic",
            "limit",
            "auth",
            "http",
            "cluster",
            "eventlog",
            "ring",
            "stream",
            "index",
            "catchup",
            "channelgroup",
            "fanout",
            "revocation",
            "hub",
            "subscription",
            "endpoint",
            "server",
            "");

    /** A longer class has more than one reason. */
    private static final int MAX_LINES = 250;

    private static final List<String> FOR_ALL = List.of("config", "metrics");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void shouldImportOnlyRowsBelow() {
        layering(ROWS).check(CLASSES);
    }

    @Test
    void shouldKnowEveryPackage() {
        String[] known = ROWS.stream().map(ArchitectureTest::pattern).toArray(String[]::new);

        assertThat(CLASSES).allMatch(JavaClass.Predicates.resideInAnyPackage(known));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "protocol.sse",
                "clock",
                "topic",
                "auth",
                "cluster",
                "eventlog",
                "ring",
                "stream",
                "index",
                "catchup",
                "channelgroup",
                "fanout",
                "hub",
                "http",
                "endpoint",
                "server"
            })
    void shouldCatchImportsOfARowThatIsAbove(String misplaced) {
        List<String> wrong = new ArrayList<>(ROWS);
        wrong.remove(misplaced);
        wrong.add(misplaced);

        assertThatThrownBy(() -> layering(wrong).check(CLASSES))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(packageOf(misplaced));
    }

    @Test
    void shouldHaveNoCycle() {
        noCycle(ROOT + ".(*)..").check(CLASSES);
        noCycle(ROOT + ".(**)").check(CLASSES);
    }

    @Test
    void shouldCatchACycle() {
        JavaClasses tangled = new ClassFileImporter().importClasses(String.class, Locale.class);

        assertThatThrownBy(() -> noCycle("java.(*)..").check(tangled))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Cycle detected");
    }

    @Test
    void shouldHaveNoCycleOfClasses() {
        noCycleOfClasses().check(CLASSES);
    }

    @Test
    void shouldCatchACycleOfClasses() {
        JavaClasses tangled = new ClassFileImporter().importClasses(String.class, StringBuilder.class);

        assertThatThrownBy(() -> noCycleOfClasses().check(tangled))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Cycle detected");
    }

    @Test
    void shouldKeepFilesShort() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();

            assertThat(sources)
                    .hasSizeGreaterThan(100)
                    .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(MAX_LINES));
        }
    }

    @Test
    void shouldBootstrapInTheServerAlone() {
        bootstrapOnlyIn(ROOT, packageOf("server")).check(CLASSES);
    }

    @Test
    void shouldCatchABootstrapElsewhere() {
        assertThatThrownBy(() -> bootstrapOnlyIn(ROOT).check(CLASSES))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("server.Listener");
    }

    @ParameterizedTest
    @CsvSource({
        "org.sqlite.., eventlog.sqlite",
        "java.sql.., eventlog.sqlite",
        "io.lettuce.., eventlog.redis",
        "com.nimbusds.., auth",
        "tools.jackson.databind.json.., json",
        "tools.jackson.dataformat.., config.load"
    })
    void shouldSeeADriverInItsLogAlone(String driver, String home) {
        driverOnlyIn(driver, packageOf(home)).check(CLASSES);
        assertThatThrownBy(() -> driverOnlyIn(driver, packageOf("eventlog")).check(CLASSES))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(home.replace("..", ""));
    }

    private static ArchRule driverOnlyIn(String driver, String home) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(driver);
    }

    @Test
    void shouldMarkEveryPackageAsNullMarked() {
        assertThat(packages()).isNotEmpty().allMatch(ArchitectureTest::isNullMarked);
    }

    private static boolean isNullMarked(JavaPackage candidate) {
        return candidate.isAnnotatedWith(NullMarked.class);
    }

    private static List<JavaPackage> packages() {
        return CLASSES.stream().map(JavaClass::getPackage).distinct().toList();
    }

    private static ArchRule layering(List<String> rows) {
        List<ArchRule> rules = new ArrayList<>();
        for (int row = 0; row < rows.size() - 1; row++) {
            String[] above = rows.subList(row + 1, rows.size()).stream()
                    .filter(name -> !FOR_ALL.contains(name))
                    .map(ArchitectureTest::pattern)
                    .toArray(String[]::new);
            rules.add(noClasses()
                    .that()
                    .resideInAPackage(pattern(rows.get(row)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .allowEmptyShould(true)); // A row of the design may still be to come.
        }
        return CompositeArchRule.of(rules);
    }

    private static ArchRule noCycle(String slices) {
        return SlicesRuleDefinition.slices().matching(slices).should().beFreeOfCycles();
    }

    /** Of files: what is nested may know what is around it. */
    private static ArchRule noCycleOfClasses() {
        return SlicesRuleDefinition.slices()
                .assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass candidate) {
                        JavaClass outermost = candidate;
                        while (outermost.getEnclosingClass().isPresent()) {
                            outermost = outermost.getEnclosingClass().get();
                        }
                        return SliceIdentifier.of(outermost.getName());
                    }

                    @Override
                    public String getDescription() {
                        return "classes";
                    }
                })
                .should()
                .beFreeOfCycles();
    }

    private static ArchRule bootstrapOnlyIn(String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(AbstractBootstrap.class.getPackageName());
    }

    private static String packageOf(String row) {
        return row.isEmpty() ? ROOT : ROOT + "." + row;
    }

    /** The root is one package, every other row has its sub-packages too. */
    private static String pattern(String row) {
        return row.isEmpty() ? ROOT : packageOf(row) + "..";
    }
}
