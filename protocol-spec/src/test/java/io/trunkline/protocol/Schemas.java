package io.trunkline.protocol;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Validates documents against the module's own JSON schemas, draft 2020-12. Immutable. */
final class Schemas {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private Schemas() {}

    /** What the schema of that name, in {@code schemas/}, has against the document; empty if nothing. */
    static List<String> faults(String schema, JsonNode document) {
        return faults(REGISTRY.getSchema(Resources.json("schemas/" + schema)), document);
    }

    /** The same for one definition of a schema document. */
    static List<String> faults(String schema, String definition, JsonNode document) {
        ObjectNode root = (ObjectNode) Resources.json("schemas/" + schema);
        root.put("$id", root.get("$id").asString() + ":" + definition);
        root.put("$ref", "#/$defs/" + definition);
        return faults(REGISTRY.getSchema(root), document);
    }

    /** What the language of schemas itself has against a schema. */
    static List<String> faultsOfSchema(String schema) {
        String dialect = SpecificationVersion.DRAFT_2020_12.getDialectId();
        return faults(REGISTRY.getSchema(SchemaLocation.of(dialect)), Resources.json("schemas/" + schema));
    }

    private static List<String> faults(Schema schema, JsonNode document) {
        return schema.validate(document).stream().map(Schemas::describe).toList();
    }

    private static String describe(Error error) {
        return error.getInstanceLocation() + ": " + error.getMessage();
    }
}
