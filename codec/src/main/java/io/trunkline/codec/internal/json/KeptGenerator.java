package io.trunkline.codec.internal.json;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TreeNode;
import tools.jackson.core.tree.ArrayTreeNode;
import tools.jackson.core.tree.ObjectTreeNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A generator that a thread keeps from one value to the next: to make and close one costs as much as a small value does.
 *
 * <pre>{@code
 * IDLE ──write──▶ BUSY ──the value is whole──▶ IDLE, the generator kept
 *                  │└──an error, or something left open──▶ IDLE, the next value gets a new one
 *                  └──a value within the value──▶ that one gets a generator of its own
 * }</pre>
 *
 * <p>What one value makes the mapper remember, the next does not see: each has a context of its own. Caller-confined.
 */
final class KeptGenerator {
    private final JsonMapper mapper;
    private final ObjectWriteContext context;
    private final Target target = new Target();
    private @Nullable JsonGenerator kept;
    private boolean busy;

    KeptGenerator(JsonMapper mapper) {
        this.mapper = mapper;
        this.context = new Values(mapper);
    }

    /** Writes what the mapper itself would. */
    void write(Object value, OutputStream out) {
        if (busy) {
            mapper.writeValue(out, value);
            return;
        }
        JsonGenerator generator = kept == null ? mapper.tokenStreamFactory().createGenerator(context, target) : kept;
        kept = null;
        busy = true;
        target.out = out;
        try {
            mapper.writeValue(generator, value);
            finish(generator);
        } finally {
            target.out = OutputStream.nullOutputStream();
            busy = false;
        }
    }

    private void finish(JsonGenerator generator) {
        if (generator.streamWriteContext().inRoot()) {
            kept = generator;
        } else {
            generator.close(); // Which ends what a serializer has left open, as the mapper does.
        }
    }

    /** Where the present value goes. Caller-confined. */
    private static final class Target extends OutputStream {
        private OutputStream out = OutputStream.nullOutputStream();

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }
    }

    /** Nothing between two values, and what a user's serializer asks of a generator. Immutable. */
    private static final class Values extends ObjectWriteContext.Base {
        private final JsonMapper mapper;

        private Values(JsonMapper mapper) {
            this.mapper = mapper;
        }

        @Override
        public @Nullable SerializableString getRootValueSeparator(SerializableString usual) {
            return null;
        }

        @Override
        public TokenStreamFactory tokenStreamFactory() {
            return mapper.tokenStreamFactory();
        }

        @Override
        public ObjectTreeNode createObjectNode() {
            return mapper.createObjectNode();
        }

        @Override
        public ArrayTreeNode createArrayNode() {
            return mapper.createArrayNode();
        }

        @Override
        public void writeValue(JsonGenerator generator, Object value) {
            mapper.writeValue(generator, value);
        }

        @Override
        public void writeTree(JsonGenerator generator, TreeNode tree) {
            mapper.writeValue(generator, tree);
        }
    }
}
