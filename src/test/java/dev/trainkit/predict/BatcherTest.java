package dev.trainkit.predict;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainkit.config.EngineConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BatcherTest {

    private static final int AT_ONCE = 2;

    @TempDir private Path folder;
    private Network network;
    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final Semaphore running = new Semaphore(0);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeEach
    void loadNetwork() {
        network = Network.load(SmallModel.untrained(folder.resolve("m")), EngineConfig.oneThread());
    }

    @AfterEach
    void freeNetwork() {
        network.close();
    }

    @Test
    void runsAsManyBatchesAtOnceAsItMayAndGathersWhatComesThen() throws Exception {
        Batcher batcher = new Batcher(new ServingConfig(), AT_ONCE, this::hold);
        List<Calling> calls = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            calls.add(Calling.start(batcher, network, i));
            assertThat(running.tryAcquire(30, SECONDS)).isTrue(); // though none has ended
        }
        for (int i = AT_ONCE; i < 5; i++) {
            Calling waiting = Calling.start(batcher, network, i);
            waiting.awaitThatItWaits();
            calls.add(waiting);
        }
        goOn.countDown();

        for (Calling call : calls) {
            call.requireAnswer();
        }
        assertThat(batches).containsExactly(1, 1, 3);
    }

    @Test
    void goesOnAfterARunThatFails() throws Exception {
        List<String> failures = new ArrayList<>();
        IntConsumer fails =
                size -> {
                    if (failures.isEmpty()) {
                        failures.add("of " + size);
                        throw new IllegalStateException("no run");
                    }
                };
        Batcher batcher = new Batcher(new ServingConfig(), 1, fails);

        assertThat(Calling.start(batcher, network, 0).answer)
                .failsWithin(30, SECONDS)
                .withThrowableThat()
                .withMessageContaining("no run");
        Calling.start(batcher, network, 1).requireAnswer();
    }

    private void hold(int size) {
        batches.add(size);
        running.release();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One call on a thread of its own. */
    private static final class Calling {

        private final Network network;
        private final List<byte[]> pictures;
        private final FutureTask<float[]> answer;
        private final Thread thread;

        private Calling(Batcher batcher, Network network, List<byte[]> pictures) {
            this.network = network;
            this.pictures = pictures;
            answer = new FutureTask<>(() -> batcher.logits(network, pictures));
            thread = new Thread(answer);
            thread.setDaemon(true);
        }

        static Calling start(Batcher batcher, Network network, int shade) {
            byte[] picture = new byte[28 * 28];
            Arrays.fill(picture, (byte) (20 * shade));
            Calling calling = new Calling(batcher, network, List.of(picture));
            calling.thread.start();
            return calling;
        }

        void awaitThatItWaits() {
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }

        void requireAnswer() throws Exception {
            assertThat(answer.get(30, SECONDS))
                    .containsExactly(network.logits(pictures), within(1e-5f));
        }
    }
}
