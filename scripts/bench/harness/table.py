"""Medians, and ratios pair by pair with their spread, as a table in Markdown."""

from statistics import median

from harness.works import FIGURES


def text(case, rounds):
    """
    The rounds are lists of {contestant: figures}; a ratio is ours over the peer's of the same
    round, so that what the machine does meanwhile befalls both.
    """
    lines = [f"### {case.name}", ""]
    for number, figure in enumerate(case.figures):
        lines += table(case, rounds, figure, case.targets if number == 0 else {})
    return "\n".join(lines)


def table(case, rounds, figure, targets):
    name, unit, factor = FIGURES[figure]
    peers = list(rounds[0])
    lines = [
        f"| {name} | median, {unit} | spread | ours / theirs | spread | at most |",
        "|---|---|---|---|---|---|",
    ]
    for peer in peers:
        values = [factor * one[peer][figure] for one in rounds if one[peer].get(figure)]
        if not values:
            continue
        cells = [peer, number(median(values)), spread(values)]
        if peer == peers[0]:
            cells += ["", "", ""]
        else:
            ratios = [one[peers[0]][figure] / one[peer][figure] for one in rounds if one[peer].get(figure)]
            cells += ratio_cells(ratios, targets.get(peer))
        lines.append("| " + " | ".join(cells) + " |")
    return lines + [""]


def ratio_cells(ratios, target):
    if not ratios:
        return ["", "", ""]
    middle = median(ratios)
    reached = "" if target is None else f"{target:g}: " + ("reached" if middle <= target else "missed")
    return [f"**{middle:.3f}**", f"{min(ratios):.3f} to {max(ratios):.3f}", reached]


def spread(values):
    return f"{number(min(values))} to {number(max(values))}"


def number(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def header(machine):
    return (
        f"{machine['date']}, trainkit at {machine['commit']}, {machine['processor']},"
        f" {machine['cores']} cores, {machine['memoryGiB']} GiB, {machine['system']}, {machine['java']}\n"
    )
