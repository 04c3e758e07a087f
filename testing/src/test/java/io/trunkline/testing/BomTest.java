package io.trunkline.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;

class BomTest {
    private static Document pom(String path) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("..", path).toFile());
    }

    private static List<String> texts(Document pom, String tag) {
        NodeList nodes = pom.getElementsByTagName(tag);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }

    @Test
    void bomHasNoParentThatCouldLeakItsDependencyManagement() throws Exception {
        assertThat(texts(pom("bom/pom.xml"), "parent")).isEmpty();
    }

    @Test
    void bomManagesEveryPublishedModuleAndNothingElse() throws Exception {
        Document bom = pom("bom/pom.xml");
        NodeList dependencies = bom.getElementsByTagName("dependency");
        TreeSet<String> managed = new TreeSet<>();
        for (int i = 0; i < dependencies.getLength(); i++) {
            String[] lines = dependencies.item(i).getTextContent().trim().split("\\s+");
            assertThat(lines[0]).isEqualTo("io.trunkline");
            managed.add(lines[1]);
        }

        TreeSet<String> published = new TreeSet<>();
        for (String module : texts(pom("pom.xml"), "module")) {
            if (!module.startsWith("tools/") && !module.equals("bom")) {
                published.add("trunkline-" + module.substring(module.lastIndexOf('/') + 1));
            }
        }
        assertThat(managed).isEqualTo(published);
    }

    @Test
    void bomNamesTheVersionOfTheBuild() throws Exception {
        String version = pom("pom.xml")
                .getDocumentElement()
                .getElementsByTagName("version")
                .item(0)
                .getTextContent();

        assertThat(texts(pom("bom/pom.xml"), "version"))
                .filteredOn(v -> v.endsWith("-SNAPSHOT") || v.startsWith("0.1"))
                .containsOnly(version);
    }
}
