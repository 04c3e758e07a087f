package io.trunkline.server;

import io.trunkline.server.internal.OpenConnections;
import io.trunkline.server.internal.broker.Broker;
import io.trunkline.server.internal.observe.Observation;
import io.trunkline.transport.internal.RuntimeCore;

/**
 * What every listener of one server opens to. Immutable; its parts are thread-safe.
 *
 * @param runtime whose loops get the connections
 * @param connections gets each while it is open
 * @param broker behind the broker listeners
 * @param admission what they meet on their way in
 * @param observation told of what goes wrong
 */
record Doors(
        RuntimeCore runtime,
        OpenConnections connections,
        Broker broker,
        AdmissionParts admission,
        Observation observation) {}
