"""What scikit-learn says of the same predictions: figures.json."""

import json
import os

import numpy
import sklearn
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn import metrics
from sklearn.calibration import calibration_curve

import lenet

BINS = 15


def mean_figures(truth, guess, scores, average):
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        truth, guess, average=average, zero_division=0
    )
    figures = {"precision": precision, "recall": recall, "f1": f1}
    present = numpy.unique(truth)
    if len(present) == scores.shape[1]:  # scikit-learn's areas need every class
        one_hot = numpy.eye(scores.shape[1])[truth]
        figures["rocArea"] = metrics.roc_auc_score(one_hot, scores, average=average)
        figures["averagePrecision"] = metrics.average_precision_score(
            one_hot, scores, average=average
        )
    return figures


def class_figures(truth, guess, scores):
    classes = range(scores.shape[1])
    rows = zip(
        *metrics.precision_recall_fscore_support(truth, guess, labels=classes, zero_division=0)
    )
    for c, (precision, recall, f1, support) in enumerate(rows):
        figures = {"precision": precision, "recall": recall, "f1": f1, "support": int(support)}
        if 0 < support < len(truth):
            figures["rocArea"] = metrics.roc_auc_score(truth == c, scores[:, c])
            figures["averagePrecision"] = metrics.average_precision_score(
                truth == c, scores[:, c]
            )
        yield figures


def calibration(truth, guess, scores):
    """The expected calibration error, from the points of scikit-learn's reliability diagram."""
    confidence = scores.max(axis=1)
    right, stated = calibration_curve(truth == guess, confidence, n_bins=BINS)
    bins = numpy.searchsorted(numpy.linspace(0, 1, BINS + 1)[1:-1], confidence)
    counts = numpy.bincount(bins)
    return float(numpy.sum(counts[counts > 0] * abs(right - stated)) / len(truth))


def temperature(truth, logits):
    def loss(log_t):
        return -log_softmax(logits / numpy.exp(log_t), 1)[numpy.arange(len(truth)), truth].mean()

    found = minimize_scalar(loss, bounds=(-5, 5), method="bounded", options={"xatol": 1e-12})
    return float(numpy.exp(found.x))


def case(name, truth, logits):
    logits = logits.round(4).astype(numpy.float32)
    exact = logits.astype(numpy.float64)
    scores = softmax(exact, 1)
    guess = exact.argmax(1)
    classes = range(scores.shape[1])
    one_hot = numpy.eye(len(classes))[truth]
    golden = {
        "name": name,
        "classes": len(classes),
        "labels": truth.tolist(),
        "logits": [float(str(value)) for value in logits.flatten()],  # short, and the same float
        "accuracy": metrics.accuracy_score(truth, guess),
        "top": {
            k: metrics.top_k_accuracy_score(truth, scores, k=k, labels=classes)
            for k in (2, 3, 5)
            if k < len(classes) and len(set(exact[0])) == len(classes)  # of equals, it takes the last
        },
        "confusion": metrics.confusion_matrix(truth, guess, labels=classes).tolist(),
        "classFigures": list(class_figures(truth, guess, scores)),
        "logLoss": metrics.log_loss(one_hot, scores),
        "brier": sum(metrics.brier_score_loss(one_hot[:, c], scores[:, c], pos_label=1) for c in classes),
        "calibrationError": calibration(truth, guess, scores),
        "matthews": metrics.matthews_corrcoef(truth, guess),
    }
    for average in ("macro", "micro", "weighted"):
        golden[average] = mean_figures(truth, guess, scores, average)
    kappa = metrics.cohen_kappa_score(truth, guess, labels=classes)
    if not numpy.isnan(kappa):
        golden["kappa"] = kappa
    if name == "plain":
        golden["temperature"] = temperature(truth, exact)
    return golden


def cases():
    random = numpy.random.default_rng(0)
    truth = random.integers(0, 6, 200)
    logits = random.normal(0, 2, (200, 6)) + 3 * numpy.eye(6)[truth]
    yield "plain", truth, logits
    yield "each row twice, so that scores are equal", truth, numpy.repeat(logits[::2], 2, axis=0)
    yield "far out, so that probabilities are 0 and 1", truth, 100 * logits
    yield "two classes", truth % 2, logits[:, :2]
    never = logits.copy()
    never[:, 4] = -50
    yield "a class never answered", truth, never
    some = truth.copy()
    some[some == 2] = 3
    yield "a class without pictures", some, logits
    none = never.copy()
    none[:, 2] = -50
    yield "a class neither there nor answered", some, none
    yield "constant", truth, numpy.zeros((200, 6))
    yield "one class, and always answered", 0 * truth, numpy.tile([5.0, 0, 0, 0, 0, 0], (200, 1))


if __name__ == "__main__":
    content = {"sklearn": sklearn.__version__, "cases": [case(*one) for one in cases()]}
    with open(os.path.join(lenet.GOLDENS, "figures.json"), "w", encoding="utf-8") as file:
        json.dump(content, file, separators=(",", ":"), allow_nan=False)  # every digit counts
        file.write("\n")
