"""What SciPy says of shares and of pairs of answers: comparison.json."""

from scipy.stats import binomtest

import lenet

SHARES = [(0, 1), (1, 1), (0, 20), (3, 20), (20, 20), (9912, 10000), (9999, 10000), (500, 1000)]
PAIRS = [(0, 0), (1, 0), (3, 3), (2, 9), (0, 6), (25, 31), (132, 23), (400, 420), (3000, 2500), (0, 5000)]


def interval(right, pictures):
    found = binomtest(right, pictures).proportion_ci(confidence_level=0.95, method="wilson")
    return {"right": right, "pictures": pictures, "low": found.low, "high": found.high}


def pair(first, second):
    p = binomtest(first, first + second).pvalue if first + second else 1.0
    return {"onlyFirst": first, "onlySecond": second, "p": p}


if __name__ == "__main__":
    lenet.write_json(
        "comparison.json",
        {
            "intervals": [interval(*share) for share in SHARES],
            "pairs": [pair(*counts) for counts in PAIRS],
        },
    )
