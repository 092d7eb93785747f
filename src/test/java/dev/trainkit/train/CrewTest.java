package dev.trainkit.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.Slow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@Slow
class CrewTest {

    /** Without patience a thread sleeps at once; with a second of it, none does in a test. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1000})
    void doesEachPieceOnAThreadOfItsOwnAgainAndAgain(long patienceMillis) {
        try (Crew crew = new Crew(3, Duration.ofMillis(patienceMillis))) {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            for (int round = 0; round < 1000; round++) {
                int base = round;
                CyclicBarrier meeting = new CyclicBarrier(3); // nobody passes it alone
                List<Integer> results =
                        crew.each(
                                pieces(
                                        3,
                                        i -> {
                                            meet(meeting);
                                            threads.add(Thread.currentThread());
                                            return base + i;
                                        }));
                assertThat(results).containsExactly(base, base + 1, base + 2);
            }
            assertThat(threads).hasSize(3).contains(Thread.currentThread());
        }
    }

    @Test
    void takesFewerPiecesThanItHasThreads() {
        try (Crew crew = new Crew(3)) {
            assertThat(crew.size()).isEqualTo(3);
            assertThat(crew.each(pieces(1, i -> Thread.currentThread())))
                    .containsExactly(Thread.currentThread());
            assertThat(crew.each(pieces(2, i -> Thread.currentThread())))
                    .doesNotHaveDuplicates()
                    .hasSize(2);
        }
    }

    @Test
    void throwsTheFirstFailureOnceAllPiecesAreDone() {
        AtomicInteger done = new AtomicInteger();
        CountDownLatch failed = new CountDownLatch(2);
        try (Crew crew = new Crew(3)) {
            assertThatThrownBy(
                            () ->
                                    crew.each(
                                            pieces(
                                                    3,
                                                    i -> {
                                                        if (i < 2) {
                                                            failed.countDown();
                                                            throw new IllegalStateException(
                                                                    "piece " + i);
                                                        }
                                                        await(failed);
                                                        return done.incrementAndGet();
                                                    })))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("piece 0");
            assertThat(done).hasValue(1);

            assertThatThrownBy(
                            () ->
                                    crew.each(
                                            pieces(
                                                    3,
                                                    i -> {
                                                        throw new OutOfMemoryError("piece " + i);
                                                    })))
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessage("piece 0");
            assertThat(crew.each(pieces(3, i -> i))).containsExactly(0, 1, 2);
        }
    }

    @Test
    void leavesWhatItIsGivenToTheNextWorkAndDoesItOnce() {
        try (Crew crew = new Crew(2)) {
            List<Integer> counts = new ArrayList<>();
            AtomicInteger count = new AtomicInteger();
            for (int round = 0; round < 1000; round++) {
                crew.execute(count::incrementAndGet);
                crew.execute(
                        () -> {
                            throw new IllegalStateException("nobody asks for it");
                        });
                crew.execute(count::incrementAndGet);
                counts.add(count.get());
                crew.each(pieces(2, i -> i));
            }
            crew.each(pieces(2, i -> i)); // by now both have ended what they had begun
            assertThat(counts.get(0)).isZero();
            assertThat(count).hasValue(2000);
        }
    }

    @Test
    void hasOneWhoIsDoneTakeIt() {
        try (Crew crew = new Crew(2)) {
            CountDownLatch done = new CountDownLatch(1);
            crew.execute(done::countDown);
            List<Boolean> results =
                    crew.each(
                            List.of(
                                    () -> {
                                        await(done); // the other must have done it
                                        return true;
                                    },
                                    () -> false));
            assertThat(results).containsExactly(true, false);
        }
    }

    @Test
    void catchesUpWithoutAWork() {
        try (Crew crew = new Crew(1)) {
            AtomicInteger count = new AtomicInteger();
            crew.execute(count::incrementAndGet);
            assertThat(count).hasValue(0);
            crew.catchUp();
            assertThat(count).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1000})
    void endsItsThreads(long patienceMillis) throws InterruptedException {
        Thread other;
        try (Crew crew = new Crew(2, Duration.ofMillis(patienceMillis))) {
            other = crew.each(pieces(2, i -> Thread.currentThread())).get(1);
            assertThat(other.isAlive()).isTrue();
        }
        other.join();
        assertThat(other.isAlive()).isFalse();
    }

    private interface Piece<T> {
        T of(int number);
    }

    private static <T> List<Supplier<T>> pieces(int count, Piece<T> piece) {
        return IntStream.range(0, count).mapToObj(i -> (Supplier<T>) () -> piece.of(i)).toList();
    }

    private static void meet(CyclicBarrier meeting) {
        try {
            meeting.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
