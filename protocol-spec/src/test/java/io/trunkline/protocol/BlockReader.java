package io.trunkline.protocol;

import io.trunkline.protocol.Specification.Block;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins the lines of a Markdown text into blocks.
 *
 * <pre>
 *   blank line, code fence, quotation   end the block
 *   heading, table row                  are blocks of one line
 *   "- " or any other text              begins a block, or goes on with it
 * </pre>
 *
 * <p>Caller-confined.
 */
final class BlockReader {

    private final List<Block> blocks = new ArrayList<>();
    private @Nullable StringBuilder open;
    private int openedAt;
    private boolean code;

    private BlockReader() {}

    static List<Block> read(String text) {
        BlockReader reader = new BlockReader();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            reader.line(line, ++number);
        }
        reader.end();
        return reader.blocks;
    }

    private void line(String line, int number) {
        if (line.startsWith("```")) {
            end();
            code = !code;
        } else if (code || line.isBlank() || line.startsWith(">")) {
            end();
        } else if (line.startsWith("#") || line.startsWith("|")) {
            end();
            blocks.add(new Block(line.strip(), number));
        } else {
            prose(line.strip(), number);
        }
    }

    private void prose(String line, int number) {
        if (line.startsWith("- ")) {
            end();
        }
        if (open == null) {
            open = new StringBuilder(line);
            openedAt = number;
        } else {
            open.append(' ').append(line);
        }
    }

    private void end() {
        if (open != null) {
            blocks.add(new Block(open.toString(), openedAt));
            open = null;
        }
    }
}
