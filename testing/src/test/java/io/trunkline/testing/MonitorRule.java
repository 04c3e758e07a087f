package io.trunkline.testing;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows what a method calls, through our own methods, to what may block its thread. */
final class MonitorRule extends ArchCondition<JavaMethod> {
    private static final Set<String> BLOCKING = Set.of(
            "java.lang.Object.wait",
            "java.lang.Thread.sleep",
            "java.lang.Thread.join",
            "java.util.concurrent.locks.LockSupport.park",
            "java.util.concurrent.locks.LockSupport.parkNanos",
            "java.util.concurrent.locks.Condition.await",
            "java.util.concurrent.locks.Condition.awaitNanos",
            "java.util.concurrent.CountDownLatch.await",
            "java.util.concurrent.Future.get",
            "java.util.concurrent.CompletableFuture.get",
            "java.util.concurrent.CompletableFuture.join",
            "java.util.concurrent.Semaphore.acquire",
            "java.util.concurrent.BlockingQueue.take",
            "java.util.concurrent.BlockingQueue.put",
            "java.util.concurrent.LinkedBlockingQueue.take",
            "java.util.concurrent.LinkedBlockingQueue.put",
            "java.util.concurrent.ExecutorService.awaitTermination",
            "java.util.concurrent.ThreadPoolExecutor.awaitTermination");

    MonitorRule() {
        super("block while they hold a monitor");
    }

    @Override
    public void check(JavaMethod method, ConditionEvents events) {
        Map<JavaCodeUnit, JavaCodeUnit> calledBy = new HashMap<>();
        ArrayDeque<JavaCodeUnit> open = new ArrayDeque<>();
        open.add(method);
        JavaCodeUnit next;
        while ((next = open.poll()) != null) {
            for (JavaCall<?> call : next.getCallsFromSelf()) {
                String target = call.getTargetOwner().getName() + "." + call.getName();
                if (BLOCKING.contains(target)) {
                    events.add(SimpleConditionEvent.satisfied(
                            method, method.getFullName() + " reaches " + target + " by " + path(next, calledBy)));
                }
                JavaCodeUnit from = next;
                call.getTarget()
                        .resolveMember()
                        .filter(called -> called.getOwner().getPackageName().startsWith("io.trunkline"))
                        .filter(called -> called != method && calledBy.putIfAbsent((JavaCodeUnit) called, from) == null)
                        .ifPresent(called -> open.add((JavaCodeUnit) called));
            }
        }
    }

    private static String path(@Nullable JavaCodeUnit last, Map<JavaCodeUnit, JavaCodeUnit> calledBy) {
        StringBuilder path = new StringBuilder();
        for (JavaCodeUnit unit = last; unit != null; unit = calledBy.get(unit)) {
            path.append(unit.getFullName()).append(" < ");
        }
        return path.toString();
    }
}
