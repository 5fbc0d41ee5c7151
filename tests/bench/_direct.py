"""The same decision straight through psycopg2: no web, no Django. A process of its own, threads with own connections.

`python -m tests.bench._direct DSN CLIENTS < wishes.json > answers.json`; a wish is [session, person, key, code].
"""

import json
import sys
import threading
import time

import psycopg2

BOOK = "CALL testing_book_and_commit(%s, %s, 'teacher', %s, %s, 'bench', '', false, NULL, NULL, NULL)"


def main() -> None:
    dsn, clients, wishes = sys.argv[1], int(sys.argv[2]), json.load(sys.stdin)[::-1]
    outcomes: list[str] = []
    start = threading.Barrier(clients + 1)

    def book() -> None:
        connection = psycopg2.connect(dsn)
        connection.autocommit = True
        cursor = connection.cursor()
        start.wait()
        while True:
            try:
                wish = wishes.pop()
            except IndexError:
                return
            cursor.execute(BOOK, wish)
            outcomes.append(cursor.fetchone()[0])

    threads = [threading.Thread(target=book) for _ in range(clients)]
    for thread in threads:
        thread.start()
    start.wait()
    begin = time.monotonic()
    for thread in threads:
        thread.join()
    print(json.dumps({"seconds": time.monotonic() - begin, "outcomes": outcomes}))


if __name__ == "__main__":
    main()
