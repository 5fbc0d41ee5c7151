#!/usr/bin/env python3
"""Do a draw of the HCEC portal again: python3 verify_draw.py draw.json

draw.json is the file that the page of the draw offers. Needs Python 3.9 or later and nothing else; reads that one file, asks no
server. Ends with 0 and "The draw is right." when everything agrees, else with 1 and what does not.
"""

import json
import sys
from hashlib import sha256


def digest(text):
    return sha256(text.encode("utf-8")).hexdigest()


def faults(draw):
    """Everything that does not agree, as sentences."""
    entries = sorted(draw["entries"], key=lambda entry: entry["code"])
    lines = [f"{e['code']},{e['lots']},{e['first']},{int(e['others'])}\n" for e in entries]
    if digest("".join(lines)) != draw["list_sha256"]:
        yield "The list of entries is not the one whose SHA-256 was published."
    if draw["status"] != "drawn":
        return
    if digest(draw["secret"]) != draw["commitment"]:
        yield "The secret is not the one whose SHA-256 was published before the entries."
    seed = digest(f"{draw['secret']}:{draw['list_sha256']}:{draw['later_value']}")
    if seed != draw["seed"]:
        yield "The seed is not made of the secret, the list and the later value."

    def smallest_lot(entry):
        return min(digest(f"{seed}:{entry['code']}:{n}") for n in range(1, entry["lots"] + 1)), entry["code"]

    right = [entry["code"] for entry in sorted(entries, key=smallest_lot)]
    published = [result["code"] for result in sorted(draw["results"], key=lambda result: result["place"])]
    if right != published:
        agreed = 0
        while right[agreed : agreed + 1] == published[agreed : agreed + 1]:
            agreed += 1
        yield f"The order is wrong from place {agreed + 1} on."
    last = {}
    for result in sorted(draw["results"], key=lambda result: result["place"]):
        if result["outcome"] == "waiting":
            if result["number"] <= last.get(result["session"], 0):
                yield f"The waiting list does not follow the order at place {result['place']}."
            last[result["session"]] = result["number"]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        draw = json.load(file)
    found = list(faults(draw))
    for fault in found:
        print(fault)
    if not found:
        drawn = draw["status"] == "drawn"
        print("The draw is right." if drawn else "The list is right; the draw has not taken place yet.")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
