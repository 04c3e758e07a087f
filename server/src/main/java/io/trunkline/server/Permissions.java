package io.trunkline.server;

import io.trunkline.Identity;
import io.trunkline.codec.internal.message.TopicGrammar;
import io.trunkline.codec.internal.message.TopicPattern;
import io.trunkline.server.internal.admission.Grants;
import io.trunkline.server.internal.admission.Rights;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who may publish, subscribe, request and serve which topics: what no rule allows is refused with {@code FORBIDDEN}.
 *
 * <pre>{@code
 * Permissions.builder()
 *         .everyone(may -> may.request("echo.#"))
 *         .role("billing", may -> may.publish("invoices.#").subscribe("orders.+"))
 *         .identity("orders", may -> may.serve("orders.#"))
 *         .build();
 * }</pre>
 *
 * <p>Rules add up. A pattern may be subscribed to only if one allowed pattern covers all of it: {@code orders.#} covers
 * {@code orders.+} and {@code orders.created}, and {@code orders.+} does not cover {@code orders.#}. Topics below
 * {@code system} are allowed by their very names only; heartbeat, hello, registering, and the requests that subscribe and
 * unsubscribe need no rule.
 *
 * <p>A server without permissions allows everything but the subscription of {@code system.message}, which shows the payloads
 * of everybody. Immutable.
 */
public final class Permissions {
    private final List<Rule> rules;

    private Permissions(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Starts without a rule: nothing is allowed.
     *
     * @return a builder of the caller's own
     */
    public static Builder builder() {
        return new Builder();
    }

    /** What a peer may do; null is one that was let in without a name. */
    Grants grantsOf(@Nullable Identity identity) {
        return Grants.of(rules.stream()
                .filter(rule -> rule.holds(identity))
                .map(Rule::rights)
                .toList());
    }

    /** Shows whom the rules are for, not what they allow. */
    @Override
    public String toString() {
        return "Permissions" + rules.stream().map(Rule::who).toList();
    }

    /** Rights, and whose they are. */
    private record Rule(String who, Predicate<Identity> applies, boolean named, Rights rights) {
        boolean holds(@Nullable Identity identity) {
            return identity == null ? !named : applies.test(identity);
        }
    }

    /** Collects rules; caller-confined. */
    public static final class Builder {
        private final List<Rule> rules = new ArrayList<>();

        private Builder() {}

        /**
         * Allows something to everyone who was let in, with a name or without.
         *
         * @param rights says what
         * @return this
         */
        public Builder everyone(Consumer<Rules> rights) {
            rules.add(new Rule("everyone", identity -> true, false, Rules.collect(rights)));
            return this;
        }

        /**
         * Allows something to those who hold a role.
         *
         * @param role one of {@link Identity#roles()}
         * @param rights says what
         * @return this
         */
        public Builder role(String role, Consumer<Rules> rights) {
            Objects.requireNonNull(role, "role");
            rules.add(
                    new Rule("role " + role, identity -> identity.roles().contains(role), true, Rules.collect(rights)));
            return this;
        }

        /**
         * Allows something to one identity.
         *
         * @param name {@link Identity#name()}
         * @param rights says what
         * @return this
         */
        public Builder identity(String name, Consumer<Rules> rights) {
            Objects.requireNonNull(name, "name");
            rules.add(new Rule(
                    "identity " + name, identity -> identity.name().equals(name), true, Rules.collect(rights)));
            return this;
        }

        /**
         * Fixes the rules.
         *
         * @return the permissions
         */
        public Permissions build() {
            return new Permissions(rules);
        }
    }

    /** Says what a rule allows; caller-confined, and done with when the rule is. */
    public static final class Rules {
        private static final String ALL = "#";

        /** What {@link #everything} opens of the broker's own; its audit is opened by name. */
        private static final String[] SYSTEM_REQUESTS = {
            "system.log.subscribe",
            "system.metrics",
            "system.service.list",
            "system.service.subscriptions",
            "system.topic.list",
            "system.topic.subscriptions"
        };

        private static final String[] SYSTEM_EVENTS = {
            "system.log", "system.service.register", "system.topic.subscribe", "system.topic.unsubscribe"
        };

        private final List<TopicPattern> publish = new ArrayList<>();
        private final List<TopicPattern> subscribe = new ArrayList<>();
        private final List<TopicPattern> request = new ArrayList<>();
        private final List<TopicPattern> serve = new ArrayList<>();

        private Rules() {}

        private static Rights collect(Consumer<Rules> said) {
            Rules rules = new Rules();
            said.accept(rules);
            return new Rights(rules.publish, rules.subscribe, rules.request, rules.serve);
        }

        /**
         * Allows to publish.
         *
         * @param patterns topics, or patterns of them
         * @return this
         * @throws IllegalArgumentException if a pattern is not legal
         */
        public Rules publish(String... patterns) {
            return add(publish, patterns);
        }

        /**
         * Allows to subscribe to events.
         *
         * @param patterns topics, or patterns that cover what may be subscribed to
         * @return this
         * @throws IllegalArgumentException if a pattern is not legal
         */
        public Rules subscribe(String... patterns) {
            return add(subscribe, patterns);
        }

        /**
         * Allows to request, whoever answers.
         *
         * @param patterns topics, or patterns of them
         * @return this
         * @throws IllegalArgumentException if a pattern is not legal
         */
        public Rules request(String... patterns) {
            return add(request, patterns);
        }

        /**
         * Allows to answer the requests of others: to subscribe with the action {@code request}.
         *
         * @param patterns topics, or patterns that cover what may be served
         * @return this
         * @throws IllegalArgumentException if a pattern is not legal
         */
        public Rules serve(String... patterns) {
            return add(serve, patterns);
        }

        /**
         * Allows everything that a server without permissions allows: every topic, and the broker's lists, metrics, log and
         * events; not the audit, {@code system.message}.
         *
         * @return this
         */
        public Rules everything() {
            publish(ALL).subscribe(ALL).request(ALL).serve(ALL);
            return request(SYSTEM_REQUESTS).subscribe(SYSTEM_EVENTS);
        }

        private Rules add(List<TopicPattern> to, String... patterns) {
            for (String pattern : patterns) {
                to.add(TopicPattern.of(TopicGrammar.requirePattern(pattern)));
            }
            return this;
        }
    }
}
