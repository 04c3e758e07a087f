package io.trunkline.codec.internal.message;

import com.sun.management.ThreadMXBean;
import io.trunkline.Action;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

class HeaderAllocationTest {
    private static final int ROUNDS = 10_000;

    private final TopicCache cache = new TopicCache();
    private final HeaderParser parser = new HeaderParser(cache);
    private final byte[] header =
            "request:orders.created:2.0.0:123e4567-e89b-42d3-a456-426614174000::5000\n{}".getBytes(ISO_8859_1);

    @Test
    void aTopicSeenBeforeCostsNoMemory() {
        assertThat(allocatedPerRound(() -> parser.parse(header, 0, header.length)))
                .isZero();
    }

    @Test
    void aHeaderIsWrittenWithoutMemory() {
        HeaderWriter writer = new HeaderWriter();
        RequestIds ids = new RequestIds();
        TopicName topic = TopicName.of("orders.created");
        byte[] out = new byte[HeaderParser.MAX_LENGTH + 1];
        assertThat(allocatedPerRound(() -> {
                    long ticket = ids.next();
                    writer.begin(Action.REQUEST, topic, SemVer.DEFAULT)
                            .requestId(ids.high(ticket), ids.low(ticket))
                            .timeoutMs(5000);
                    assertSize(writer.size(), writer.write(out, 0));
                }))
                .isZero();
    }

    private static void assertSize(int size, int end) {
        if (size != end) {
            throw new AssertionError("size " + size + ", written " + end);
        }
    }

    private static long allocatedPerRound(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        work.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            work.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
    }
}
