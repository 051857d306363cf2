"""The words that the grammar knows: verbs, numbers, ranks, kinds of things. All are general English."""

from __future__ import annotations

import re

from guiagent.policies.reader.targets import Sort

VERBS = frozenset(
    re.findall(
        r"\S+",
        """
    type enter write fill put input set search look find click press tap hit push choose open go goto follow select
    check tick untick uncheck deselect pick drag drop scroll wait submit log sign report tell read give return say
    make verify ensure confirm double-click doubleclick right-click hover move point add remove delete save cancel
    close place order buy increase decrease raise lower reduce increment decrement switch turn toggle enable disable
    activate deactivate visit navigate browse clear copy paste expand collapse show hide apply accept decline reject
    agree send post publish subscribe unsubscribe download upload edit update change rename create start stop begin
    continue proceed complete finish checkout dismiss answer leave keep use sort filter view see note get mark unmark
    slide adjust specify provide register join invite reply share like follow unfollow archive print refresh reload
    reset undo redo swap specify restore upgrade downgrade invite request renew schedule vote rate report block mute pin
    unpin star withdraw transfer donate duplicate pause resume lock unlock restart
    solve highlight generate guess draw resize sort order mark underline find
    pay book reserve review replace append assign do zoom focus launch load login
    logout signin signup sign-in sign-up log-in log-out check-out
    """,
    )
)
"""What a clause may begin with."""

TYPERS = frozenset({"type", "enter", "fill", "put", "set", "search", "look", "write", "use", "do", "get", "give"})
"""Verbs that no button carries: what they say is read by rules of their own, or not at all."""

STOPS = frozenset(
    re.findall(
        r"\S+",
        """
    a all an from it its me my of please that the them these this those to your
    """,
    )
)
"""Words of a deed that a button leaves out."""

PURPOSES = frozenset(
    re.findall(
        r"\S+",
        """
    submit save store search see view open show continue proceed finish complete confirm send start apply reveal
    expand go get move return log sign create add remove delete find close make update filter sort begin display
    accept place check be have let register join
    """,
    )
)
"""Verbs that, after "to", only say what a click is for."""

PRONOUNS = frozenset({"it", "that", "this", "them", "one", "there"})
NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
RANKS = {
    word: number
    for number, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1
    )
} | {"last": -1, "final": -1, "top": 1, "bottom": -1}
RANKS |= {
    f"{n}{'th' if 10 < n % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}": n for n in range(1, 100)
}
SORTS: dict[str, Sort] = {
    "button": "button",
    "btn": "button",
    "icon": "button",
    "link": "link",
    "hyperlink": "link",
    "tab": "tab",
    "field": "field",
    "text field": "field",
    "input field": "field",
    "input box": "field",
    "text box": "field",
    "textbox": "field",
    "text input": "field",
    "input textbox": "field",
    "input text box": "field",
    "text entry": "field",
    "text area": "area",
    "textarea": "area",
    "input": "field",
    "search box": "field",
    "search bar": "field",
    "search field": "field",
    "checkbox": "check",
    "check box": "check",
    "tickbox": "check",
    "radio button": "radio",
    "radio": "radio",
    "radio option": "radio",
    "dropdown": "dropdown",
    "drop-down": "dropdown",
    "dropdown menu": "dropdown",
    "drop down": "dropdown",
    "select box": "dropdown",
    "combo box": "dropdown",
    "combobox": "dropdown",
    "selector": "dropdown",
    "dropdown list": "dropdown",
    "slider": "slider",
    "range": "slider",
    "spinner": "field",
    "switch": "switch",
    "toggle": "switch",
    "toggle switch": "switch",
    "option": "item",
    "menu item": "item",
    "item": "item",
    "entry": "item",
    "result": "item",
    "search result": "item",
    "product": "item",
    "row": "item",
    "card": "item",
    "box": "field",
    "menu": "item",
    "column": "item",
    "folder": "item",
    "question": "item",
    "paragraph": "item",
    "word": "item",
    "plan": "item",
    "project": "item",
    "message": "item",
    "article": "item",
    "section": "item",
    "page": "item",
    "heading": "item",
    "label": "item",
    "list": "item",
    "setting": "item",
    "value": "item",
    "image": "item",
}
