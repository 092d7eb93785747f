package dev.trainkit.train;

import ai.djl.engine.Engine;
import dev.trainkit.Version;
import dev.trainkit.data.DataParts;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Devices;
import dev.trainkit.store.Provenance.DataDigests;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run's numbers depend on beside its configuration: with another of any of these, the same
 * configuration may give other bytes.
 *
 * @param trainData SHA-256 of the training pictures
 * @param validationData SHA-256 of the pictures kept out for validation
 * @param testData SHA-256 of the test pictures
 */
record RunIdentity(
        String trainkit,
        String djl,
        String engine,
        String device,
        int threads,
        String architecture,
        String trainData,
        String validationData,
        String testData) {

    static RunIdentity of(Backend backend, DataParts data) {
        return new RunIdentity(
                Version.current(),
                Engine.getDjlVersion(),
                backend.engine().getEngineName() + " " + backend.engine().getVersion(),
                Devices.nameOf(backend.device()),
                backend.threads(),
                System.getProperty("os.arch"),
                data.train().sha256(),
                data.validation().sha256(),
                data.test().sha256());
    }

    DataDigests data() {
        return new DataDigests(trainData, validationData, testData);
    }

    /** By what a person calls it. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("the version of trainkit", trainkit);
        values.put("the version of DJL", djl);
        values.put("the engine", engine);
        values.put("the device", device);
        values.put("the number of threads", threads);
        values.put("the processor's architecture", architecture);
        values.put("the training pictures' digest", trainData);
        values.put("the validation pictures' digest", validationData);
        values.put("the test pictures' digest", testData);
        return values;
    }
}
