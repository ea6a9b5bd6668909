"""How long it takes to rebuild all ratings from the log. `python -m bench.recompute --reviews 10000000`.

Fills the log's table of a throw-away database with reviews over 24 months (a hundred a business, 2 % of them changed,
withdrawn or restricted later), lets the follower read them, then times `recompute` from typed columns beside a bare
`GROUP BY` that only counts them. The entries' bytes are left out: typed columns are what is timed.
"""

import argparse
import time

from bench import throwaway

TARGET_S = 30.0
TARGET_REVIEWS = 10_000_000
MONTH = 2026 * 12 + 10

BUSINESS = "lpad(to_hex({}), 8, '0')::text || '-0000-4000-8000-000000000000'"
JOIN = f"""
INSERT INTO log_entry (position, kind, raw, leaf_hash, business)
SELECT n, 'business-joined', '-', decode(repeat('00', 32), 'hex'), ({BUSINESS.format("n")})::uuid
FROM generate_series(0, %(businesses)s - 1) AS n
"""
REVIEW = f"""
INSERT INTO log_entry (position, kind, raw, leaf_hash, business, review, month, stars, outcome, receipt_class,
                       no_receipt_given)
SELECT %(businesses)s + n, 'review', '-', decode(repeat('00', 32), 'hex'),
       ({BUSINESS.format("n % %(businesses)s")})::uuid,
       (lpad(to_hex(n), 8, '0') || '-1111-4111-8111-111111111111')::uuid,
       %(month)s - 23 + (24 * n / %(reviews)s)::int,
       (ARRAY[5, 5, 5, 5, 4, 4, 3, 2, 1])[1 + (dice * 9)::int %% 9],
       (ARRAY['as-agreed', 'as-agreed', 'as-agreed', 'problem-solved', 'problem-unsolved', 'never-delivered'])
           [1 + (dice * 600)::int %% 6],
       (ARRAY['independent', 'seller', 'seller', 'none'])[1 + (dice * 4000)::int %% 4],
       CASE WHEN (dice * 4000)::int %% 4 = 3 THEN true END
FROM (SELECT n, random() AS dice FROM generate_series(0::bigint, %(reviews)s - 1) AS n) AS drawn
"""
MOVE = f"""
INSERT INTO log_entry (position, kind, raw, leaf_hash, business, review, month, stars, outcome)
SELECT %(businesses)s + %(reviews)s + n / 50, kind, '-', decode(repeat('00', 32), 'hex'),
       ({BUSINESS.format("n % %(businesses)s")})::uuid,
       (lpad(to_hex(n), 8, '0') || '-1111-4111-8111-111111111111')::uuid, %(month)s,
       CASE WHEN kind = 'review-changed' THEN 5 END, CASE WHEN kind = 'review-changed' THEN 'problem-solved' END
FROM (SELECT n, (ARRAY['review-changed', 'review-withdrawn', 'review-restricted'])[1 + (n / 50) %% 3] AS kind
      FROM generate_series(0::bigint, %(reviews)s - 1, 50) AS n) AS drawn
"""
BARE = "SELECT business, month, count(*) FROM log_entry WHERE kind = 'review' GROUP BY business, month"


def measure(reviews: int) -> None:
    from django.db import connection

    from reputation.ratings import actions

    values = {"reviews": reviews, "businesses": max(1, reviews // 100), "month": MONTH}
    with connection.cursor() as cursor:
        for statement in (JOIN, REVIEW, MOVE):
            cursor.execute(statement.replace("n % %(", "n %% %("), values)
        cursor.execute("VACUUM ANALYZE log_entry")

    start = time.perf_counter()
    read = 0
    while found := actions.follow(month=MONTH, limit=20_000):
        read += found
    took = time.perf_counter() - start
    print(f"follower    {read / took:10.0f} entries/s ({read} entries in {took:.1f} s)")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")

    bare = []
    for _ in range(3):
        with connection.cursor() as cursor:
            start = time.perf_counter()
            cursor.execute(BARE)
            cursor.fetchall()
            bare.append(time.perf_counter() - start)
    start = time.perf_counter()
    differences = actions.recompute()
    took = time.perf_counter() - start
    print(f"bare GROUP BY {min(bare):8.2f} s")
    print(f"recompute     {took:8.2f} s   ratio to bare {took / min(bare):.1f}, differences {len(differences)}")
    target = TARGET_S * reviews / TARGET_REVIEWS
    print(f"target        {target:8.2f} s   ({TARGET_S:.0f} s for 10^7 reviews), ratio {took / target:.2f}")
    assert differences == []


def main() -> None:
    arguments = argparse.ArgumentParser(description="How long it takes to rebuild all ratings from the log.")
    arguments.add_argument("--reviews", type=int, default=100_000)
    chosen = arguments.parse_args()
    with throwaway.database():
        measure(chosen.reviews)


if __name__ == "__main__":
    main()
