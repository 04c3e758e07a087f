package io.trunkline.server.internal.file;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Answers about a file, however the stream has joined or cut them. */
final class JsonObjectsTest {
    private static final List<String> OBJECTS =
            List.of("{}", "{\"a\":\"}{\\\"\\\\\"}", "{\"b\":{\"c\":[1]}}", "{\"d\":\"\\\\\"}");

    private static List<String> feed(JsonObjects objects, String... pieces) {
        List<String> whole = new ArrayList<>();
        for (String piece : pieces) {
            objects.feed(Payload.ofText(piece), object -> whole.add(object.text()));
        }
        return whole;
    }

    @Test
    void objectsAreFoundAtEverySplit() {
        String all = String.join("", OBJECTS);
        for (int cut = 0; cut <= all.length(); cut++) {
            assertThat(feed(new JsonObjects(), all.substring(0, cut), all.substring(cut)))
                    .as("cut at %s", cut)
                    .isEqualTo(OBJECTS);
        }
    }

    @Test
    void whatIsNoObjectIsRefused() {
        assertThatThrownBy(() -> feed(new JsonObjects(), "{}x")).isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> feed(new JsonObjects(), "\n")).isInstanceOf(PayloadException.class);
    }

    @Test
    void anObjectMayBeAsLongAsTheLimitAndNoLonger() {
        String longest = "{\"a\":\"" + "x".repeat(JsonObjects.MAX_BYTES - 8) + "\"}";

        assertThat(feed(new JsonObjects(), longest)).containsExactly(longest);
        assertThatThrownBy(() -> feed(new JsonObjects(), longest.replace("x\"}", "xx\"}")))
                .isInstanceOf(PayloadException.class);
    }
}
