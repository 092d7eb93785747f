package dev.trainkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.EngineConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class DevicesTest {

    private static final List<Device> TWO_GPUS =
            List.of(Device.gpu(0), Device.gpu(1), Device.cpu());

    @Test
    void takesTheFirstGpuWhenLeftToChoose() {
        assertThat(Devices.choose("auto", TWO_GPUS)).isEqualTo(Device.gpu(0));
        assertThat(Devices.choose("auto", List.of(Device.cpu()))).isEqualTo(Device.cpu());
    }

    @Test
    void takesCudaForAnotherNameOfGpu() {
        assertThat(Devices.choose("gpu", TWO_GPUS)).isEqualTo(Device.gpu(0));
        assertThat(Devices.choose("cuda", TWO_GPUS)).isEqualTo(Device.gpu(0));
        assertThat(Devices.choose("cuda:1", TWO_GPUS)).isEqualTo(Device.gpu(1));
        assertThat(Devices.choose("gpu:1", TWO_GPUS)).isEqualTo(Device.gpu(1));
        assertThat(Devices.choose("cpu", TWO_GPUS)).isEqualTo(Device.cpu());
    }

    @Test
    void listsTheDevicesThatAreThereWhenOneIsNot() {
        assertThatThrownBy(() -> Devices.choose("gpu:2", TWO_GPUS))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(
                        "There is no device 'gpu:2' here. The engine can use: gpu:0, gpu:1, cpu. Set"
                                + " engine.device to one of them, or to auto.");
    }

    @Test
    void namesTheEnginesWhenOneIsUnknown() {
        assertThatThrownBy(() -> Engines.open(new EngineConfig("pytorch", "cpu", "auto", true)))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "Unknown engine 'pytorch'. The engines on the class path are: PyTorch. Set"
                                + " engine.name to one of them.");
    }
}
