package dev.trainkit.store;

import dev.trainkit.Quoted;
import dev.trainkit.model.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/** The kinds of files that weights come in, told apart by how they begin. */
enum WeightFormat {
    SAFETENSORS {
        @Override
        Weights read(Path file) throws IOException {
            return Safetensors.parse(FileBytes.read(file));
        }
    },
    ZIP {
        @Override
        Weights read(Path file) throws IOException {
            return read(file, null);
        }

        @Override
        Weights read(Path file, String key) throws IOException {
            try (ZipArchive zip = ZipArchive.open(file)) {
                if (zip.names().stream().anyMatch(TorchFile::isPickle)) {
                    return TorchFile.read(zip, key);
                }
                requireNone(key);
                if (zip.names().stream().anyMatch(name -> name.endsWith(Npz.ENDING))) {
                    return Npz.read(zip);
                }
                throw unknown("is a zip file with neither PyTorch's data.pkl nor NumPy's arrays");
            }
        }
    },
    DJL {
        @Override
        Weights read(Path file) throws IOException {
            return DjlParameters.read(FileBytes.read(file));
        }
    },
    OLD_TORCH {
        @Override
        Weights read(Path file) {
            throw new RefusedException(
                    "is of the format that PyTorch wrote before version 1.6, which is not read here",
                    "Convert it with a newer one: torch.save(torch.load(FILE, weights_only=True),"
                            + " \"weights.pth\").");
        }
    },
    OTHER_PICKLE {
        @Override
        Weights read(Path file) {
            throw new RefusedException(
                    "is a pickle of Python's alone, and reading it would mean running it",
                    "Save the weights with torch.save(model.state_dict(), \"weights.pth\") or"
                            + " numpy.savez.");
        }
    },
    OTHER {
        @Override
        Weights read(Path file) {
            throw unknown("is no file of weights that is known here");
        }
    };

    private static final byte[] ZIP_START = HexFormat.of().parseHex("504b");

    /** Protocol 2, and the number 0x1950a86a20f9469cfc6c. */
    private static final byte[] OLD_TORCH_START =
            HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa85019");

    private static final int PROTO = 0x80;
    private static final int BRACE = 8; // behind the length of the header

    abstract Weights read(Path file) throws IOException;

    /**
     * As {@link #read(Path)}, of several sets of weights the one under that key.
     *
     * @param key null where there is one set
     */
    Weights read(Path file, String key) throws IOException {
        requireNone(key);
        return read(file);
    }

    private static void requireNone(String key) {
        if (key != null) {
            throw new RefusedException(
                    "holds one set of weights: only what torch.save wrote may hold several under keys",
                    "Leave out the key '%s'.".formatted(Quoted.of(key)));
        }
    }

    static WeightFormat of(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(OLD_TORCH_START.length);
        }
        if (startsWith(start, ZIP_START)) {
            return ZIP;
        }
        if (startsWith(start, DjlParameters.MAGIC)) {
            return DJL;
        }
        if (startsWith(start, OLD_TORCH_START)) {
            return OLD_TORCH;
        }
        boolean named = file.toString().endsWith(".safetensors");
        if (named || (start.length > BRACE && start[BRACE] == '{')) {
            return SAFETENSORS;
        }
        boolean pickle =
                start.length > 1 && (start[0] & 0xff) == PROTO && start[1] >= 2 && start[1] <= 5;
        return pickle ? OTHER_PICKLE : OTHER;
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length
                && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    private static RefusedException unknown(String what) {
        return new RefusedException(
                what,
                "Give a safetensors or npz file, a state dictionary that torch.save wrote, a"
                        + " TorchScript module, DJL's .params or a model directory.");
    }
}
