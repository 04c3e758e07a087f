package io.trunkline.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Walks the JSON documents beside the specification. Immutable. */
final class Documents {

    private Documents() {}

    static Stream<JsonNode> entries(String member) {
        return Resources.json("registry.json").get(member).valueStream();
    }

    static List<String> names(String member) {
        return entries(member).map(entry -> entry.get("name").asString()).toList();
    }

    static List<JsonNode> conformanceCases() {
        return Resources.json("conformance.json").get("cases").valueStream().toList();
    }

    static List<JsonNode> vectorCases() {
        List<JsonNode> cases = new ArrayList<>();
        for (String file : Resources.vectorFiles()) {
            Resources.json(file).get("cases").forEach(cases::add);
        }
        return cases;
    }

    /** Every value of a member {@code section} at any depth, with a path that says where it stands. */
    static Map<String, String> sections(String file) {
        Map<String, String> found = new LinkedHashMap<>();
        collect(file, Resources.json(file), found);
        return found;
    }

    static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    private static void collect(String path, JsonNode node, Map<String, String> found) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(path + "/" + i, node.get(i), found);
            }
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (member.getKey().equals("section") && member.getValue().isString()) {
                found.put(path, member.getValue().asString());
            } else {
                collect(path + "/" + member.getKey(), member.getValue(), found);
            }
        }
    }
}
