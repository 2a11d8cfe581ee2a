package io.aurea;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.publish.ObservationPublisher;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The module's public API. Changing this list changes the promise to those who compile against it. */
class ClientApiTest {

    private static final Path SOURCES = Path.of(System.getProperty("aurea.home"), "client", "src", "main", "java");
    private static final Set<String> API = Set.of(
            "io.aurea.brain.BrainClient",
            "io.aurea.brain.BrainClient$Connections",
            "io.aurea.brain.Remembered",
            "io.aurea.command.LoopCommands",
            "io.aurea.executor.DecisionFilter",
            "io.aurea.executor.DecisionHandler",
            "io.aurea.executor.DecisionListener",
            "io.aurea.executor.Decisions",
            "io.aurea.executor.Result",
            "io.aurea.executor.Subscription",
            "io.aurea.publish.ObservationPublisher");

    @Test
    void shouldShowTheTypesOfItsApiAndNoOthers() throws Exception {
        assertThat(types().filter(ClientApiTest::isVisible).map(Class::getName))
                .containsExactlyInAnyOrderElementsOf(API);
    }

    @Test
    void shouldSayInEveryPackageWhatIsApi() throws Exception {
        Set<String> packages = types().map(Class::getPackageName).collect(Collectors.toSet());

        for (String name : packages) {
            String says =
                    Files.readString(SOURCES.resolve(name.replace('.', '/')).resolve("package-info.java"));
            assertThat(says).contains("What is public here is API");
            assertThat(API.stream()
                            .filter(type -> type.startsWith(name + ".") && !type.contains("$"))
                            .map("{@link %s}"::formatted))
                    .allMatch(says.replaceAll("\\s+(?:\\* )?", " ")::contains);
        }
    }

    /** Every type of this module, nested ones too. */
    private static Stream<Class<?>> types() throws IOException, URISyntaxException {
        Path classes = Path.of(ObservationPublisher.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            return files
                    .map(file -> classes.relativize(file).toString().replace('/', '.'))
                    .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
                    .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .toList()
                    .stream();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ClientApiTest.class.getClassLoader());
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean isVisible(Class<?> type) {
        boolean shown = Modifier.isPublic(type.getModifiers()) || Modifier.isProtected(type.getModifiers());
        return shown && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
    }
}
