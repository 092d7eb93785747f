package dev.trainkit.predict;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Runs calls where they may take a processor: on the caller's thread, or on one of ours where that
 * is a virtual one. Those share as many threads of the system as there are processors and do not
 * take turns, so that a few slow pictures would keep every other call of the process from going on,
 * and none could join another's batch. There are no more threads of ours than calls that a {@link
 * Gate} has let in.
 */
final class Workers {

    private static final long IDLE_SECONDS = 10;

    private final Predicate<Thread> mayNotWork;
    private final Executor threads;

    /** For callers of every kind. */
    Workers(String model) {
        this(model, Workers::isVirtual);
    }

    /**
     * @param mayNotWork which threads only wait
     */
    Workers(String model, Predicate<Thread> mayNotWork) {
        this.mayNotWork = mayNotWork;
        threads =
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        task -> {
                            Thread thread = new Thread(task, "trainkit-" + model);
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    <T> T call(Supplier<T> call) {
        if (!mayNotWork.test(Thread.currentThread())) {
            return call.get();
        }
        FutureTask<T> task = new FutureTask<>(call::get);
        threads.execute(task);
        return answer(task);
    }

    /** Interrupted, it waits all the same, as a call does on its own thread. */
    private static <T> T answer(FutureTask<T> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException thrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause; // a supplier throws nothing else
    }

    private static boolean isVirtual(Thread thread) {
        try {
            return Virtual.ASK != null && (boolean) Virtual.ASK.invokeExact(thread);
        } catch (Throwable e) {
            throw new IllegalStateException(e); // it throws nothing
        }
    }

    /** {@code Thread.isVirtual}, which Java has since 21. */
    private static final class Virtual {

        private static final MethodHandle ASK = find();

        private static MethodHandle find() {
            try {
                return MethodHandles.publicLookup()
                        .findVirtual(
                                Thread.class, "isVirtual", MethodType.methodType(boolean.class));
            } catch (NoSuchMethodException | IllegalAccessException e) {
                return null; // and there are none
            }
        }
    }
}
