package io.trunkline.protocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The schemas are schemas, and are strict. */
class SchemasTest {

    @ParameterizedTest
    @ValueSource(strings = {"registry", "conformance", "messages", "vectors"})
    void everySchemaIsItselfValid(String name) {
        assertThat(Schemas.faultsOfSchema(name + ".schema.json")).isEmpty();
    }

    @Test
    void registryFitsItsSchema() {
        assertThat(Schemas.faults("registry.schema.json", Resources.json("registry.json")))
                .isEmpty();
    }

    @Test
    void conformanceCatalogueFitsItsSchema() {
        assertThat(Schemas.faults("conformance.schema.json", Resources.json("conformance.json")))
                .isEmpty();
    }

    @Test
    void vectorsFitTheirSchema() {
        assertThat(Resources.vectorFiles())
                .allSatisfy(file -> assertThat(Schemas.faults("vectors.schema.json", Resources.json(file)))
                        .as(file)
                        .isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"registry, registry.json", "conformance, conformance.json"})
    void schemasRefuseMembersThatTheyDoNotKnow(String schema, String file) {
        ObjectNode document = (ObjectNode) Resources.json(file);
        document.put("stray", true);
        assertThat(Schemas.faults(schema + ".schema.json", document)).isNotEmpty();
    }

    @Test
    void registrySchemaRefusesAFourteenthCode() {
        ObjectNode document = (ObjectNode) Resources.json("registry.json");
        document.withArray("codes")
                .addObject()
                .put("name", "TEAPOT")
                .put("retryable", false)
                .put("meaning", "short and stout")
                .put("section", "5.11");
        assertThat(Schemas.faults("registry.schema.json", document)).isNotEmpty();
    }
}
