package io.aurea;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.publish.ObservationPublisher;
import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The module's public API. Changing it changes the promise to those who compile against it. */
class ClientApiTest {

    private static final Path CLIENT = Path.of(System.getProperty("aurea.home"), "client");
    private static final Path SOURCES = CLIENT.resolve("src/main/java");
    private static final Path EXPECTED = CLIENT.resolve("src/test/resources/io/aurea/api.txt");
    private static final Path ACTUAL = CLIENT.resolve("target/api.txt");

    private static final String CHANGED = """
            the public API differs from %s.
            A line that is missing or changed breaks those who compile against it: VERSIONING.md says when that may be. \
            A line that is new is a promise.
            If the change is intended, copy %s there, and say in CHANGELOG.md what callers have to do""".formatted(CLIENT.relativize(EXPECTED), CLIENT.relativize(ACTUAL));

    @Test
    void shouldHaveTheTypesAndSignaturesOfItsApiAndNoOthers() throws Exception {
        String api = types().filter(ClientApiTest::isVisible)
                .sorted(Comparator.comparing(Class::getName))
                .map(ClientApiTest::signatures)
                .collect(Collectors.joining("\n"));
        Files.writeString(ACTUAL, api);

        assertThat(api).as(CHANGED).isEqualTo(Files.readString(EXPECTED));
    }

    @Test
    void shouldSayInEveryPackageWhatIsApi() throws Exception {
        Set<String> packages = types().map(Class::getPackageName).collect(Collectors.toSet());

        for (String name : packages) {
            String says =
                    Files.readString(SOURCES.resolve(name.replace('.', '/')).resolve("package-info.java"));
            assertThat(says).contains("What is public here is API");
            assertThat(types().filter(type -> type.getPackageName().equals(name))
                            .filter(type -> type.getEnclosingClass() == null && isVisible(type))
                            .map(type -> "{@link %s}".formatted(type.getName())))
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
        return isVisible(type.getModifiers())
                && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    /** The type and below it what callers see of it, a line each. */
    private static String signatures(Class<?> type) {
        Stream<String> members = Stream.of(
                        type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
                .flatMap(Stream::of)
                .filter(member -> isVisible(((Member) member).getModifiers()) && !((Member) member).isSynthetic())
                .map(ClientApiTest::signature)
                .sorted();
        String kinds = Stream.concat(
                        Stream.ofNullable(type.getGenericSuperclass()), Stream.of(type.getGenericInterfaces()))
                .filter(kind -> kind != Object.class)
                .map(Type::getTypeName)
                .collect(Collectors.joining(", "));
        String head = type.toGenericString() + (kinds.isEmpty() ? "" : " is " + kinds);
        return Stream.concat(Stream.of(head), members.map("    "::concat)).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Without what callers do not see. */
    private static String signature(AccessibleObject member) {
        String whole =
                member instanceof Field field ? field.toGenericString() : ((Executable) member).toGenericString();
        return whole.replace(" synchronized ", " ");
    }
}
