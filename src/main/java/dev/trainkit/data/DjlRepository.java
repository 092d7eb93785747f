package dev.trainkit.data;

import ai.djl.Application;
import ai.djl.basicdataset.BasicDatasets;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.RemoteRepository;
import ai.djl.util.Utils;
import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Path;

/**
 * One of the data sets that DJL's {@code basicdataset} fetches, and where it keeps them.
 *
 * @param artifact what DJL calls it
 */
record DjlRepository(String artifact) {

    private static final String GROUP = "ai.djl.basicdataset";
    private static final String VERSION = "1.0";

    /** A connection that takes longer than this is none. */
    private static final int PATIENCE_MILLIS = 5_000;

    /** Where DJL puts the files, whether or not they are there; it unpacks them. */
    Path cache() {
        return Utils.getCacheDir()
                .resolve(Path.of("cache", "repo", "dataset", "cv", "ai", "djl", "basicdataset"))
                .resolve(artifact)
                .resolve(VERSION);
    }

    /**
     * Has DJL fetch the files into its cache.
     *
     * @throws TrainkitException when DJL is told to stay offline, its {@code basicdataset} is not
     *     on the class path, or its repository does not give the files
     */
    Path fetch() {
        try {
            return fetch(BasicDatasets.DJL_REPO_URL);
        } catch (NoClassDefFoundError e) {
            throw new TrainkitException("DJL's basicdataset is not on the class path.", e);
        }
    }

    /** As {@link #fetch()}, from a repository of that address. */
    Path fetch(URI address) {
        if (Utils.isOfflineMode()) {
            throw new TrainkitException("DJL is set to stay offline (DJL_OFFLINE).");
        }
        try {
            requireAnswer(address);
            MRL mrl =
                    new RemoteRepository("BasicDataset", address)
                            .dataset(Application.CV.ANY, GROUP, artifact, VERSION);
            Artifact found = mrl.getDefaultArtifact();
            mrl.prepare(found);
            return mrl.getRepository().getResourceDirectory(found);
        } catch (IOException e) {
            throw new TrainkitException("DJL's repository did not answer (%s).".formatted(e), e);
        } catch (RuntimeException e) { // whatever a login page does to a parser
            throw new TrainkitException(
                    "DJL's repository answered with something else than its list of files (%s)."
                            .formatted(e),
                    e);
        }
    }

    /** DJL itself would wait for as long as the operating system does. */
    private static void requireAnswer(URI repository) throws IOException {
        URLConnection connection = repository.toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.connect();
    }
}
