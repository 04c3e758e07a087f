package io.trunkline.server.internal.room;

import io.trunkline.server.internal.room.RoomTable.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("feature-180")
class RoomTableTest {
    private static final int PER_MEMBER = 4;
    private static final int IN_ALL = 12;

    private final RoomTable<String> table = new RoomTable<>(PER_MEMBER, IN_ALL);

    /** What the table should know, in maps of sets. */
    private static final class Model {
        private final Set<String> known = new LinkedHashSet<>();
        private final Set<String> present = new LinkedHashSet<>();
        private final Map<String, Set<String>> rooms = new LinkedHashMap<>();

        private Set<String> of(String who) {
            Set<String> of = new LinkedHashSet<>();
            rooms.forEach((room, members) -> {
                if (members.contains(who)) {
                    of.add(room);
                }
            });
            return of;
        }

        private int held() {
            return rooms.values().stream().mapToInt(Set::size).sum();
        }

        Outcome add(String who) {
            if (!known.contains(who)) {
                return Outcome.UNKNOWN;
            }
            return present.add(who) ? Outcome.DONE : Outcome.UNCHANGED;
        }

        Outcome join(String room, String who) {
            if (!known.contains(who)) {
                return Outcome.UNKNOWN;
            }
            if (of(who).contains(room)) {
                return Outcome.UNCHANGED;
            }
            if (of(who).size() == PER_MEMBER || held() == IN_ALL) {
                return Outcome.LIMIT;
            }
            present.add(who);
            rooms.computeIfAbsent(room, name -> new LinkedHashSet<>()).add(who);
            return Outcome.DONE;
        }

        boolean leave(String room, String who) {
            Set<String> members = rooms.getOrDefault(room, new LinkedHashSet<>());
            boolean left = members.remove(who);
            rooms.values().removeIf(Set::isEmpty);
            return left;
        }

        boolean remove(String who) {
            rooms.values().forEach(members -> members.remove(who));
            rooms.values().removeIf(Set::isEmpty);
            return present.remove(who);
        }
    }

    private static List<String> names(List<Place<String>> places) {
        return places.stream().map(Place::who).toList();
    }

    /** Row 97 of the faults, ten thousand steps of it: twice joined, twice left, forgotten and come again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void doesWhatTheModelDoes(long seed) {
        Random random = new Random(seed);
        Model model = new Model();
        for (int step = 0; step < 10_000; step++) {
            String who = "member" + random.nextInt(6);
            String room = "room" + random.nextInt(7);
            String at = "seed " + seed + " step " + step;
            switch (random.nextInt(7)) {
                case 0 -> assertThat(table.enter(who)).as(at).isEqualTo(model.known.add(who));
                case 1 -> assertThat(table.add(who, Map.of())).as(at).isEqualTo(model.add(who));
                case 2, 3 -> assertThat(table.join(room, who)).as(at).isEqualTo(model.join(room, who));
                case 4 -> assertThat(table.leave(room, who)).as(at).isEqualTo(model.leave(room, who));
                case 5 -> assertThat(table.remove(who)).as(at).isEqualTo(model.remove(who));
                default -> {
                    if (random.nextInt(4) == 0) {
                        table.forget(who);
                        model.remove(who);
                        model.known.remove(who);
                    }
                }
            }
            check(model, room, who, at);
        }
        model.known.forEach(table::forget);
        assertThat(table.isEmpty()).as("seed %d", seed).isTrue();
    }

    private void check(Model model, String room, String who, String at) {
        assertThat(table.names()).as(at).isEqualTo(model.rooms.keySet());
        assertThat(names(table.members())).as(at).containsExactlyElementsOf(model.present);
        assertThat(names(table.members(room)))
                .as(at)
                .containsExactlyElementsOf(model.rooms.getOrDefault(room, Set.of()));
        assertThat(table.of(who)).as(at).isEqualTo(model.of(who));
    }

    @Test
    void whatIsSaidOfSomebodyIsShownInEveryRoomAndForgottenWithThem() {
        table.enter("a");
        table.add("a", Map.of("name", "Ann"));
        table.join("x", "a");
        Place<String> place = table.members("x").get(0);
        assertThat(place.metadata()).isEqualTo(Map.of("name", "Ann"));
        table.add("a", Map.of("name", "Anne"));
        assertThat(place.metadata()).isEqualTo(Map.of("name", "Anne"));
        table.remove("a");
        assertThat(place.metadata()).isEmpty();
    }

    /** Row 97 of the faults: the map returns to empty. */
    @Test
    void tenThousandRoomsOfOneMemberAreGoneWithIt() {
        RoomTable<String> wide = new RoomTable<>(10_000, 10_000);
        wide.enter("a");
        for (int i = 0; i < 10_000; i++) {
            assertThat(wide.join("room" + i, "a")).isEqualTo(Outcome.DONE);
        }
        assertThat(wide.join("one more", "a")).isEqualTo(Outcome.LIMIT);
        assertThat(wide.names()).hasSize(10_000);
        wide.forget("a");
        assertThat(wide.isEmpty()).isTrue();
        assertThat(wide.names()).isEmpty();
    }

    /** Every member is forgotten while others still put it into rooms: nothing may be left of it. */
    @Test
    void joinsThatMeetAnEndLeaveNothingBehind() throws Exception {
        RoomTable<Integer> shared = new RoomTable<>(1_000, 1_000_000);
        int threads = 4;
        int members = 2_000;
        CyclicBarrier round = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int mine = thread;
                ends.add(pool.submit(() -> {
                    for (int member = 0; member < members; member++) {
                        if (mine == 0) {
                            shared.enter(member);
                        }
                        round.await();
                        if (mine == 0) {
                            shared.forget(member);
                        } else if (shared.join("room" + mine, member) == Outcome.DONE && mine == 1) {
                            shared.leave("room" + mine, member);
                        }
                        assertThat(shared.members("room" + mine)).doesNotContainNull();
                        round.await();
                    }
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(shared.isEmpty()).isTrue();
    }
}
