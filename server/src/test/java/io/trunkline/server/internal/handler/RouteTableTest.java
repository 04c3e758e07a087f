package io.trunkline.server.internal.handler;

import io.trunkline.Route;
import io.trunkline.codec.internal.json.JacksonCodec;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RouteTableTest {
    private static LocalRoute route(String topic, String version) {
        return LocalRoute.of(Route.of(topic).version(version), request -> request, new JacksonCodec());
    }

    private static LocalRoute pattern(String pattern) {
        return LocalRoute.ofPattern(pattern, (message, call) -> message, new JacksonCodec());
    }

    private static RouteTable table(LocalRoute... routes) {
        return new RouteTable(Arrays.asList(routes));
    }

    private static RouteMatch find(RouteTable table, String topic, String version) {
        return Objects.requireNonNull(table.find(TopicName.of(topic), SemVer.parse(version)), topic);
    }

    @Test
    void moreSpecificPatternWins() {
        LocalRoute exact = route("a.b", "1.0.0");
        LocalRoute one = pattern("a.+");
        LocalRoute rest = pattern("a.#");
        LocalRoute all = pattern("#");
        RouteTable table = table(all, rest, one, exact);
        assertThat(find(table, "A.B", "1.9.0").route()).isSameAs(exact);
        assertThat(find(table, "a.c", "1.0.0").route()).isSameAs(one);
        assertThat(find(table, "a", "1.0.0").route()).isSameAs(rest);
        assertThat(find(table, "a.c.d", "1.0.0").route()).isSameAs(rest);
        assertThat(find(table, "z", "1.0.0").route()).isSameAs(all);
    }

    @Test
    void versionIsChosenByMajorNumber() {
        LocalRoute one = route("a", "1.4.0");
        LocalRoute two = route("a", "2.0.0");
        RouteTable table = table(one, two);
        assertThat(find(table, "a", "1.0.0").route()).isSameAs(one);
        assertThat(find(table, "a", "2.7.1").route()).isSameAs(two);
        RouteMatch other = find(table, "a", "3.0.0");
        assertThat(other.route()).isNull();
        assertThat(other.supported()).isEqualTo(List.of("1.4.0", "2.0.0"));
    }

    @Test
    void topicThatNoRouteHasIsNotFound() {
        assertThat(table(route("a", "1.0.0")).find(TopicName.of("b"), SemVer.DEFAULT))
                .isNull();
    }

    @Test
    void routesThatWouldTakeTheSameRequestsAreRefused() {
        assertThatThrownBy(() -> table(route("a.b", "1.0.0"), route("A.b", "1.2.0")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a.b 1.0.0")
                .hasMessageContaining("a.b 1.2.0");
        assertThat(find(table(route("a", "0.1.0"), route("a", "0.2.0")), "a", "0.2.9")
                        .route())
                .isNotNull();
    }
}
