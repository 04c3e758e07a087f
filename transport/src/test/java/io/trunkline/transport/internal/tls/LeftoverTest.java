package io.trunkline.transport.internal.tls;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeftoverTest {
    @Test
    void givesBackInOrderWhatWasAddedWhateverTheSizes() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            byte[] expected = new byte[10_000];
            random.nextBytes(expected);
            Leftover leftover = new Leftover();
            int in = 0;
            int out = 0;
            while (out < expected.length) {
                int add = Math.min(random.nextInt(700), expected.length - in);
                leftover.add(ByteBuffer.wrap(expected, in, add));
                in += add;
                assertThat(leftover.size()).as("seed %s", seed).isEqualTo(in - out);
                byte[] seen = new byte[leftover.size()];
                leftover.view().get(seen);
                assertThat(seen).as("seed %s", seed).isEqualTo(Arrays.copyOfRange(expected, out, in));
                int skip = random.nextInt(leftover.size() + 1);
                leftover.skip(skip);
                out += skip;
            }
        }
    }

    @Test
    void ownsNothingOnceEmpty() {
        Leftover leftover = new Leftover();
        assertThat(leftover.isHolding()).isFalse();
        leftover.add(ByteBuffer.wrap(new byte[100]));
        assertThat(leftover.isHolding()).isTrue();
        leftover.skip(100);
        assertThat(leftover.isHolding()).isFalse();
        leftover.add(ByteBuffer.allocate(0));
        assertThat(leftover.isHolding()).isFalse();
    }
}
