package io.trunkline.codec.internal.json;

import io.trunkline.PayloadException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeptGeneratorTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final KeptGenerator generator = new KeptGenerator(StrictJson.MAPPER);

    @Test
    void oneAfterTheOtherWritesTheBytesOfTheMapper() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            JsonNode tree = tree(random, 4);
            assertThat(written(tree))
                    .as("seed %d, tree %d", seed, i)
                    .isEqualTo(StrictJson.MAPPER.writeValueAsString(tree));
        }
    }

    private static JsonNode tree(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0 -> NODES.numberNode(random.nextLong());
            case 1 -> NODES.numberNode(random.nextGaussian());
            case 2 -> NODES.booleanNode(random.nextBoolean());
            case 3 -> NODES.nullNode();
            case 4 -> NODES.stringNode(text(random));
            case 5 -> array(random, depth - 1);
            default -> object(random, depth - 1);
        };
    }

    private static String text(Random random) {
        int length = random.nextInt(20) == 0 ? random.nextInt(30_000) : random.nextInt(40);
        return random.ints(length, 0, 0x3000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static ArrayNode array(Random random, int depth) {
        ArrayNode array = NODES.arrayNode();
        for (int left = random.nextInt(5); left > 0; left--) {
            array.add(tree(random, depth));
        }
        return array;
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = NODES.objectNode();
        for (int left = random.nextInt(5); left > 0; left--) {
            object.set(text(random), tree(random, depth));
        }
        return object;
    }

    @Test
    void aStreamThatFailsSpoilsNothingForTheNextValue() {
        JsonNode large = NODES.objectNode().put("text", "x".repeat(50_000));
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("full");
            }
        };

        assertThatThrownBy(() -> generator.write(large, broken)).hasMessageContaining("full");

        assertThat(written(NODES.objectNode().put("a", 1))).isEqualTo("{\"a\":1}");
    }

    @Test
    void aSerializerThatThrowsHalfWaySpoilsNothingForTheNextValue() {
        KeptGenerator tested = with((value, out) -> {
            out.writeStartObject();
            out.writeName("a");
            throw new IllegalStateException("no more");
        });

        assertThatThrownBy(() -> tested.write(new Odd(), OutputStream.nullOutputStream()))
                .hasStackTraceContaining("no more");

        assertThat(written(tested, NODES.arrayNode().add(1))).isEqualTo("[1]");
    }

    @Test
    void whatASerializerLeavesOpenIsEndedBeforeTheNextValue() {
        KeptGenerator tested = with((value, out) -> {
            out.writeStartArray();
            out.writeStartObject();
        });

        assertThat(written(tested, new Odd())).isEqualTo("[{}]");
        assertThat(written(tested, NODES.arrayNode().add(1))).isEqualTo("[1]");
    }

    @Test
    void aValueWithinAValueHasAGeneratorOfItsOwn() {
        KeptGenerator[] tested = new KeptGenerator[1];
        tested[0] = with((value, out) ->
                out.writeString(written(tested[0], NODES.arrayNode().add(1))));

        assertThat(written(tested[0], new Odd())).isEqualTo("\"[1]\"");
        assertThat(written(tested[0], NODES.arrayNode().add(2))).isEqualTo("[2]");
    }

    @Test
    void theCodecKeepsOneForThreadsWithBuffersOfTheirOwn() throws Exception {
        JacksonCodec codec = new JacksonCodec();
        Callable<String> twice = () -> {
            ThreadBuffers.keepForThisThread();
            return encoded(codec, NODES.arrayNode().add(1)) + encoded(codec, new Point(1, "ä")) + encoded(codec, "c");
        };
        FutureTask<String> task = new FutureTask<>(twice);
        Thread thread = new Thread(task);
        thread.start();

        assertThat(task.get()).isEqualTo("[1]{\"x\":1,\"name\":\"\\u00E4\"}\"c\"");
    }

    @Test
    void aTreeThatDoesNotEncodeIsToldAsTheMapperTellsIt() throws Exception {
        JacksonCodec codec = new JacksonCodec();
        FutureTask<Void> task = new FutureTask<>(() -> {
            ThreadBuffers.keepForThisThread();
            JsonNode tree = NODES.objectNode().putPOJO("bad", new Throwing());
            assertThatThrownBy(() -> codec.encode(tree, OutputStream.nullOutputStream()))
                    .isInstanceOf(PayloadException.class)
                    .hasMessageContaining("does not encode");
            return null;
        });
        Thread thread = new Thread(task);
        thread.start();
        task.get();
    }

    private static String encoded(JacksonCodec codec, Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        codec.encode(value, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private String written(Object value) {
        return written(generator, value);
    }

    private static String written(KeptGenerator generator, Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        generator.write(value, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private interface Writing {
        void write(Odd value, JsonGenerator out);
    }

    private static KeptGenerator with(Writing writing) {
        SimpleModule module = new SimpleModule().addSerializer(Odd.class, new ValueSerializer<>() {
            @Override
            public void serialize(Odd value, JsonGenerator out, SerializationContext context) {
                writing.write(value, out);
            }
        });
        return new KeptGenerator(JsonMapper.builder().addModule(module).build());
    }

    private static final class Odd {}

    /** Of the plain kind. */
    record Point(int x, String name) {}

    /** Has a getter that fails. */
    public static final class Throwing {
        public int getA() {
            return Objects.checkIndex(1, 0);
        }
    }
}
