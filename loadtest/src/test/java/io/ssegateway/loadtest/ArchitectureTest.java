package io.ssegateway.loadtest;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * The package rules of the load client, as the gateway has its own. Each rule is also shown to fail, so that none of
 * them holds by looking at nothing.
 */
class ArchitectureTest {

    private static final String ROOT = "io.ssegateway.loadtest";
    private static final String BENCHMARKS = ROOT + ".jmh";

    /** A longer class has more than one reason. */
    private static final int MAX_LINES = 250;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // That knows the folders of a build in the usual place only.
            .withImportOption(location -> !location.contains("/test-classes/"))
            .withImportOption(location -> !location.contains("jmh_generated"))
            .importPackages(ROOT);

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

    /** Their libraries are not there when the load client runs. */
    @Test
    void shouldUseTheGatewayInBenchmarksAlone() {
        gatewayOnlyIn(BENCHMARKS).check(CLASSES);
    }

    @Test
    void shouldCatchAUseOfTheGatewayElsewhere() {
        assertThatThrownBy(() -> gatewayOnlyIn(ROOT).check(CLASSES))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(BENCHMARKS);
    }

    @Test
    void shouldKeepFilesShort() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();

            assertThat(sources)
                    .hasSizeGreaterThan(50)
                    .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(MAX_LINES));
        }
    }

    @Test
    void shouldMarkEveryPackageAsNullMarked() {
        assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
                .isNotEmpty()
                .allMatch(candidate -> candidate.isAnnotatedWith(NullMarked.class));
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

    private static ArchRule gatewayOnlyIn(String home) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat(resideInAPackage("io.ssegateway..")
                        .and(not(resideInAnyPackage(ROOT + "..", "io.ssegateway.protocol.."))));
    }
}
