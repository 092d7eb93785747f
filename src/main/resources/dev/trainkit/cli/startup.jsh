import ai.djl.engine.*;
import ai.djl.ndarray.*;
import ai.djl.ndarray.types.*;
import dev.trainkit.config.*;
import java.nio.file.*;
import java.util.*;
