package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS) // which has no SIGHUP
@Timeout(60)
class InterruptionTest {

    private final CountDownLatch stopped = new CountDownLatch(1);

    @Test
    void stopsARunThatIsThere() throws Exception {
        try (Interruption interruption = new Interruption()) {
            interruption.stops(stopped::countDown);
            hangUp();
            stopped.await();
            assertThat(interruption.exitCode()).isEqualTo(129);
        }
    }

    /** Such as while the data are read. */
    @Test
    void stopsARunThatIsOpenedAfterTheSignal() throws Exception {
        try (Interruption interruption = new Interruption()) {
            hangUp();
            while (interruption.exitCode() == 0) {
                Thread.onSpinWait();
            }
            interruption.stops(stopped::countDown);
            assertThat(stopped.getCount()).isZero();
        }
    }

    private static void hangUp() throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
        signal.getMethod("raise", signal).invoke(null, hangUp);
    }
}
