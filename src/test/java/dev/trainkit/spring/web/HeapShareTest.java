package dev.trainkit.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class HeapShareTest {

    private final HeapShare heap = new HeapShare(12_288);

    @Test
    void refusesARequestWhileOthersHoldWhatItNeeds() {
        try (HeapShare.Lease second = heap.lease()) {
            try (HeapShare.Lease first = heap.lease()) {
                first.take(7_000);
                assertThatThrownBy(() -> second.take(6_000))
                        .isInstanceOfSatisfying(
                                RefusedException.class,
                                e ->
                                        assertThat(e.status())
                                                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE))
                        .hasMessage(
                                "There is not enough memory for the request now. Send less at once,"
                                        + " or try again in a moment.");
            }
            second.take(6_000);
        }
    }

    @Test
    void leavesAQuarterToOthersWhateverARequestNeeds() {
        try (HeapShare.Lease body = heap.lease();
                HeapShare.Lease other = heap.lease()) {
            body.take(3_072);
            try (HeapShare.Lease decoding = body.within()) {
                decoding.take(Long.MAX_VALUE / 2); // 6 KiB: with those of the body, three quarters
                other.take(3_072);
                assertThatThrownBy(() -> other.take(1)).isInstanceOf(RefusedException.class);
            }
            other.take(3_072); // what was decoded is given back
        }
    }
}
