package io.aurea;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.Readme;
import io.aurea.topic.Topic;
import io.aurea.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * docs/ARCHITECTURE.md matches the source tree, and leaves out no package, module dependency, guard or pattern rule.
 */
class ArchitectureDocumentTest {
    private static final Path PAGE = Readme.HOME.resolve("docs/ARCHITECTURE.md");
    private static final Pattern TOKEN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern CLASS = Pattern.compile("[A-Z]\\w*[a-z]\\w*");
    private static final Pattern PACKAGE = Pattern.compile("io\\.aurea(\\.\\w+)+");
    private static final Pattern TOPIC = Pattern.compile("aurea\\.[a-z-]+");
    private static final Pattern RESOURCE = Pattern.compile("[\\w-]+\\.(json|yaml|sql|properties)");

    private final String text = Files.readString(PAGE);
    private final List<Path> modules = modules(Readme.HOME);
    private final List<Path> main = sources("src/main");

    ArchitectureDocumentTest() throws IOException {}

    @Test
    void shouldNameOnlyClassesThatExist() throws IOException {
        Set<String> known = new TreeSet<>(classes(main));
        known.addAll(records());
        classes(sources("src/test")).stream()
                .filter(name -> name.endsWith("Test") || name.endsWith("IT"))
                .forEach(known::add);

        assertThat(known).as("classes of the source tree").hasSizeGreaterThan(500);
        assertThat(named(CLASS)).hasSizeGreaterThan(100).isSubsetOf(known);
    }

    /** As the page promises, a name is enough to find a class. */
    @Test
    void shouldFindOneFileForEachClassName() {
        assertThat(main.stream()
                        .filter(file -> file.toString().endsWith(".java"))
                        .map(ArchitectureDocumentTest::nameOf)
                        .filter(name -> !name.equals("package-info")))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(500);
    }

    @Test
    void shouldNameEveryPackageOfTheMainSourcesInItsModuleAndNoOther() throws IOException {
        Map<String, Set<String>> inSources = new TreeMap<>();
        for (Path module : modules) {
            inSources.put(
                    module.getFileName().toString(),
                    files(module.resolve("src/main/java")).stream()
                            .map(ArchitectureDocumentTest::packageOf)
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        Map<String, Set<String>> onPage = new TreeMap<>();
        String module = "";
        for (String line : section("Packages").lines().toList()) {
            module = all(Pattern.compile("^\\| \\*\\*(\\w+)\\*\\*"), line).stream()
                    .findFirst()
                    .orElse(module);
            onPage.computeIfAbsent(module, m -> new TreeSet<>()).addAll(named(PACKAGE, line));
        }
        onPage.values().removeIf(Set::isEmpty);

        assertThat(onPage).isEqualTo(inSources).hasSizeGreaterThan(7);
        Set<String> packages = new TreeSet<>();
        inSources.values().forEach(packages::addAll);
        assertThat(named(PACKAGE)).isEqualTo(packages).hasSizeGreaterThan(40);
    }

    @Test
    void shouldNameOnlyTopicsAndResourcesThatExist() {
        assertThat(named(TOPIC))
                .isNotEmpty()
                .isSubsetOf(Topics.ALL.stream().map(Topic::name).toList());
        assertThat(named(RESOURCE))
                .isNotEmpty()
                .isSubsetOf(
                        main.stream().map(file -> file.getFileName().toString()).toList());
    }

    @Test
    void shouldStateTheDependenciesOfEveryModuleAsItsPomDoes() throws Exception {
        Map<String, Set<String>> inPoms = new TreeMap<>();
        for (Path module : modules) {
            inPoms.put(module.getFileName().toString(), dependencies(module.resolve("pom.xml")));
        }

        assertThat(stated()).isEqualTo(inPoms).hasSizeGreaterThan(7);
    }

    @Test
    void shouldNameTheGuardsInTheirOrder() throws IOException {
        String guards =
                Files.readString(Readme.HOME.resolve("streams-app/core/src/main/java/io/aurea/guard/Guards.java"));
        List<String> asked = all(Pattern.compile("new (\\w+)\\((?:settings)?\\)"), guards);

        assertThat(tokens(row("| guards, in the order of `Guards` |").split("\\|")[2]))
                .isEqualTo(asked)
                .hasSizeGreaterThan(10);
    }

    @Test
    void shouldNameEveryPatternRuleAndDetector() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path file : main) {
            if (file.toString().endsWith(".java")
                    && Pattern.compile("class \\w+ implements (PatternRule|Detector)\\b")
                            .matcher(Files.readString(file))
                            .find()) {
                found.add(nameOf(file));
            }
        }

        assertThat(found).hasSizeGreaterThan(10);
        assertThat(named(CLASS)).containsAll(found);
    }

    private String section(String title) {
        int begin = text.indexOf("\n## " + title + "\n");
        return text.substring(begin, text.indexOf("\n## ", begin + 1));
    }

    private String row(String begin) {
        return text.lines()
                .filter(line -> line.startsWith(begin))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row begins with " + begin));
    }

    /** The page's texts in backticks of this form. */
    private Set<String> named(Pattern form) {
        return named(form, text.replaceAll("(?s)```.*?```", ""));
    }

    private static Set<String> named(Pattern form, String text) {
        return tokens(text).stream()
                .filter(token -> form.matcher(token).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> tokens(String text) {
        return all(TOKEN, text);
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    /** The rows of the first table: a module and its dependencies. */
    private Map<String, Set<String>> stated() {
        Map<String, Set<String>> stated = new TreeMap<>();
        section("Modules").lines().filter(line -> line.startsWith("| `")).forEach(line -> {
            String[] cells = line.split("\\|");
            String module = tokens(cells[1]).get(0);
            assertThat(cells[2].strip())
                    .as(module)
                    .matches(cell -> cell.equals("nothing") || !tokens(cell).isEmpty());
            stated.put(module.substring(module.lastIndexOf('/') + 1), new TreeSet<>(tokens(cells[2])));
        });
        return stated;
    }

    /** The project's modules on the module's compile and runtime class paths. */
    private static Set<String> dependencies(Path pom) throws Exception {
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getDocumentElement();
        Set<String> dependencies = new TreeSet<>();
        for (Element list : children(project, "dependencies")) {
            for (Element dependency : children(list, "dependency")) {
                String artifact = value(dependency, "artifactId");
                if (value(dependency, "groupId").equals("io.aurea")
                        && value(dependency, "type").isEmpty()
                        && value(dependency, "scope").isEmpty()) {
                    dependencies.add(artifact.replaceFirst("^aurea-", ""));
                }
            }
        }
        return dependencies;
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                children.add(element);
            }
        }
        return children;
    }

    private static String value(Element parent, String name) {
        return children(parent, name).stream()
                .map(Element::getTextContent)
                .map(String::strip)
                .findFirst()
                .orElse("");
    }

    /** Folders of the modules that have sources. */
    private static List<Path> modules(Path folder) throws IOException {
        List<Path> modules = new ArrayList<>();
        for (String name :
                all(Pattern.compile("<module>([^<]+)</module>"), Files.readString(folder.resolve("pom.xml")))) {
            Path module = folder.resolve(name);
            if (Files.isDirectory(module.resolve("src/main/java"))) {
                modules.add(module);
            }
            modules.addAll(modules(module));
        }
        return modules;
    }

    private List<Path> sources(String folder) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path module : modules) {
            if (Files.isDirectory(module.resolve(folder))) {
                sources.addAll(files(module.resolve(folder)));
            }
        }
        return sources;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Set<String> classes(List<Path> files) {
        return files.stream()
                .filter(file -> file.toString().endsWith(".java"))
                .map(ArchitectureDocumentTest::nameOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The records and enums that Avro generates. */
    private Set<String> records() throws IOException {
        Set<String> records = new TreeSet<>();
        for (Path file : main) {
            if (file.toString().endsWith(".avsc") && file.toString().contains("avro")) {
                records.addAll(all(
                        Pattern.compile("\"type\"\\s*:\\s*\"(?:record|enum)\"\\s*,\\s*\"name\"\\s*:\\s*\"(\\w+)\""),
                        Files.readString(file)));
            }
        }
        return records;
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().replaceFirst("\\.\\w+$", "");
    }

    private static String packageOf(Path file) {
        String path = file.getParent().toString().replace('\\', '/');
        return path.substring(path.indexOf("/src/main/java/") + "/src/main/java/".length())
                .replace('/', '.');
    }
}
