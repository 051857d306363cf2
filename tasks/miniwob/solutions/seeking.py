"""Solutions that go from page to page, look several times, or play."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from guiagent.actions import Action, Type
from guiagent.errors import ActionFailed
from guiagent.tasks.miniwob.solutions.scene import Scene, Solution, first, nth


async def greatest_card(scene: Scene) -> Sequence[Action]:
    """The card with the greatest number, then submit."""
    cards = await scene.all(".card")
    card = max(cards, key=lambda each: int(each.text))
    return scene.press(card) if "hidden" in card.classes else await scene.press_one("#submit")


async def generate(scene: Scene) -> Sequence[Action]:
    """Numbers until one fits."""
    shown = (await scene.one("#display-number")).text
    fits = shown != "-" and _fits(int(shown), scene.told)
    return await scene.press_one("#submit" if fits else "#generate")


def _fits(number: int, told: str) -> bool:
    words = told.replace(",", "").split()
    if "less" in words or "greater" in words:
        bound = int(words[words.index("than") + 1])
        return number < bound if "less" in words else number > bound
    return number % 2 == ("odd" in words)


async def guess(scene: Scene) -> Sequence[Action]:
    """The middle of what is left, each time: the guesses so far and the page's last answer tell what that is."""
    typed = (int(action.text) for step in scene.history for action in step.decision.actions if isinstance(action, Type))
    tried = [number for number, _ in groupby(typed)]
    low, high = 0, 9
    for number, following in pairwise(tried):
        low, high = (number + 1, high) if following > number else (low, number - 1)
    if higher := await scene.shown("#higher"):
        low = int(higher[0].text.split()[-1].rstrip(".")) + 1
    elif lower := await scene.shown("#lower"):
        high = int(lower[0].text.split()[-1].rstrip(".")) - 1
    return await scene.fill("#tt", str((low + high) // 2)) or await scene.press_one("#subbtn")


async def search(scene: Scene) -> Sequence[Action]:
    """Search for a name, and click the result at a place, three to a page."""
    name, place = scene.told_as(r'enter "(.+)" and press "Search", then find and click the (\d\w\w)')
    if not await scene.all("#page-content a"):
        return await scene.fill("#search-text", name) or await scene.press_one("#search")
    results = [each for each in await scene.all("#page-content a") if each.attributes["data-result"] == str(nth(place))]
    if results:
        return scene.press(results[0])
    return await scene.press_one("#pagination a", str(nth(place) // 3 + 1))


async def contact(scene: Scene) -> Sequence[Action]:
    """A contact's phone number, address or mail, page by page."""
    name, detail = scene.told_as(r"Find (.+) in the contact book and click on their (\w+)")
    if (await scene.one("#contact .name")).text == name:
        return await scene.press_one(f"#contact .{detail}")
    return await scene.press_one("#pagination .next a")


async def ticket(scene: Scene) -> Sequence[Action]:
    """The cheapest, dearest, shortest or longest."""
    (wanted,) = scene.told_as(r"with the (.+)\.")
    by = "data-price" if "cost" in wanted else "data-duration"
    values = [int(each.attributes[by]) for each in await scene.all(f"#area [{by}]")]
    best = (min if wanted.split()[0] in ("cheapest", "shortest") else max)(values)
    return scene.press((await scene.all(".buy-ticket"))[values.index(best)])


async def food(scene: Scene) -> Sequence[Action]:
    """Two dishes by name, or some of a kind."""
    items = await scene.all(".food-item")
    if "one of each" in scene.told:
        names = scene.told.removeprefix("Order one of each item: ").split(", ")
        wanted = {place: 1 for place, item in enumerate(items) if item.attributes["data-item"].strip() in names}
    else:
        number, kind = scene.told_as(r"Order (\d) items that are (\S+)")
        kinds = await scene.ask("() => Object.fromEntries(MENU.map(item => [item.id, item.types]))")
        fits = [place for place, item in enumerate(items) if kind in kinds[item.attributes["data-id"]]]
        wanted = {fits[0]: int(number)}
    for place, count in wanted.items():
        if int(items[place].attributes["data-quantity"]) < count:
            return scene.press((await scene.all(".food-item .add"))[place])
    return await scene.press_one("#submit-order button")


PATIENCE = 12.0
"""Seconds for which prices are watched: the hundredth comes after ten."""


async def stock(scene: Scene) -> Sequence[Action]:
    """Buy where the price stays under the limit for a while. The page tells prices ten times a second, so they are
    watched for as long as it takes, and the click follows at once.
    """
    prices, button = await scene.dealt("() => { nasdaqSymbol(); return generatePrices(); }"), await scene.one("#buy")
    limit = float(scene.told_as(r"less than \$([\d.]+?)0?\.$")[0])
    good = [place for place in range(96) if all(price <= limit for price in prices[place : place + 4])]
    for _ in range(int(PATIENCE / 0.01)):
        shown = await scene.ask("() => priceIndex") - 1
        if shown in good or (shown >= 75 and prices[min(shown, 99)] <= limit):
            return scene.press(button)
        await asyncio.sleep(0.01)
    raise ActionFailed("the price never fell under the limit")


LINES = ((0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6))


async def noughts_and_crosses(scene: Scene) -> Sequence[Action]:
    """A game against chance: as it is known how chance begins, the moves that win can be looked for.

    Where there are none (2 of the first 500 seeds: 444, 465), nobody wins.
    """
    draws = await scene.dealt("() => Array.from({ length: 40 }, Math.random)")
    moves = next(_wins(draws, ()), ())
    board = await scene.ask("() => gameState")
    return await scene.press_one(f"#ttt-{first(move for move in moves if board[move] == 0)}")


def _wins(draws: Sequence[float], moves: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """The sequences of moves that win, begun with these."""
    board, winner = _play(draws, moves)
    if winner > 0:
        yield moves
    if winner or 0 not in board:
        return
    for space in (space for space in range(9) if board[space] == 0):
        yield from _wins(draws, (*moves, space))


def _play(draws: Sequence[float], moves: Sequence[int]) -> tuple[list[int], int]:
    """The board after these moves of ours (1) and the page's (-1), and who has won, 0 nobody."""
    board, chance = [0] * 9, iter(draws)
    if int(next(chance) * 100) > 50:
        _answer(board, chance)
    for move in moves:
        board[move] = 1
        if _won(board, 1):
            return board, 1
        if 0 in board:
            _answer(board, chance)
        if _won(board, -1):
            return board, -1
    return board, 0


def _answer(board: list[int], chance: Iterator[float]) -> None:
    """The page's move: by chance in 55 of 100, else to win or not to lose."""
    free = [space for space in range(9) if board[space] == 0]
    by_chance = int(next(chance) * 100) < 55 or len(free) == 9
    space = None if by_chance else _threat(board, -1) if _threat(board, -1) is not None else _threat(board, 1)
    board[free[int(next(chance) * len(free))] if space is None else space] = -1


CHECKS = (
    ((0, 1, 2), (3, 4, 5), (6, 7, 8)),
    ((1, 0, 2), (4, 3, 5), (7, 6, 8)),
    ((2, 0, 1), (5, 3, 4), (8, 6, 7)),
    ((0, 4, 8), (4, 0, 8), (8, 0, 4), (2, 4, 6), (4, 2, 6), (6, 2, 4)),
    ((0, 3, 6), (3, 0, 6), (6, 0, 3)),
    ((1, 4, 7), (4, 1, 7), (7, 1, 4)),
    ((2, 5, 8), (5, 2, 8), (8, 2, 5)),
)
"""How the page looks for a space that completes a line: the first of each group counts, and the last group."""


def _threat(board: Sequence[int], mark: int) -> int | None:
    found = (
        next((space for space, a, b in group if board[space] == 0 and board[a] == board[b] == mark), None)
        for group in CHECKS
    )
    return next((space for space in reversed(list(found)) if space is not None), None)


def _won(board: Sequence[int], mark: int) -> bool:
    return any(all(board[space] == mark for space in line) for line in LINES)


SOLUTIONS: Mapping[str, Solution] = {
    "buy-ticket": ticket,
    "find-greatest": greatest_card,
    "generate-number": generate,
    "guess-number": guess,
    "order-food": food,
    "phone-book": contact,
    "search-engine": search,
    "stock-market": stock,
    "tic-tac-toe": noughts_and_crosses,
}
