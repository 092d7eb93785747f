// Trains LeNet on a tenth of MNIST, asks it about a picture and prints the answer.
// Run it with `scripts/trainkit shell scripts/jshell/01-train.jsh`, or line by line in the shell.

// A run is a configuration: the defaults, and what differs from them.
RunConfig config = RunConfig.of("data.limit=6000", "train.epochs=2", "schedule.name=cosine");

// The runner owns the data, the network and the native memory of both.
TrainerRunner runner = TrainerRunner.open(config);
System.out.println(ModelSummary.of(runner.block()).asTorch());

// The loop. A listener is told of each step and each epoch.
TrainListener printer = new TrainListener() {
    @Override
    public void epochEnded(EpochResult epoch) {
        System.out.printf("epoch %d: loss %.4f%n", epoch.epoch(), epoch.trainLoss());
    }
};
TrainResult result = runner.listen(printer).fit();
System.out.println(result.test().orElseThrow());

// A model directory is all that another program needs.
ModelDirectory model = ModelDirectory.create(Files.createTempDirectory("trainkit"), false);
runner.save(result, model);
runner.close();

// From a picture to an answer.
Path picture = Path.of(System.getProperty("trainkit.home"), "src/main/dist/samples/digit-7.png");
try (ImageClassifier classifier = ImageClassifier.load(model.path())) {
    Prediction prediction = classifier.classify(picture);
    System.out.printf("%s: %s (%.2f %%)%n", picture, prediction.label(), 100 * prediction.probability());
}

// Remove the model again; leave this out to keep it.
model.discard();
