"""The import's set-based SQL: one statement a step, however many rows there are.

Every statement takes `import_id`; those that touch games take `tenant_id` with it.
"""

from __future__ import annotations

from sqlalchemy import TextClause, text


def _statement(sql: str) -> TextClause:
    return text(sql)


DUPLICATES = _statement("""
WITH groups AS (
    SELECT provider, external_id, min(row_number) AS first_row,
           count(DISTINCT fingerprint) AS kinds
    FROM game_import_rows
    WHERE import_id = :import_id AND status <> 'invalid'
    GROUP BY provider, external_id
    HAVING count(*) > 1
), members AS (
    SELECT r.row_number, g.first_row, g.kinds,
           row_number() OVER (
               PARTITION BY r.provider, r.external_id, r.fingerprint ORDER BY r.row_number
           ) AS nth
    FROM game_import_rows r JOIN groups g USING (provider, external_id)
    WHERE r.import_id = :import_id AND r.status <> 'invalid'
)
UPDATE game_import_rows r
SET status = 'duplicate', first_row = m.first_row, conflict = m.kinds > 1,
    resolution = CASE WHEN m.nth > 1 THEN 'folded' END
FROM members m
WHERE r.import_id = :import_id AND r.row_number = m.row_number
  AND (m.kinds > 1 OR m.nth > 1)
""")
"""Mark repeated games. Rows that say the same are folded into the first; others wait for a choice.
Expects rows that carry no mark yet."""

RESOLVE = _statement("""
WITH contested AS (
    SELECT row_number, provider, external_id,
           CASE WHEN row_number = ANY(CAST(:kept AS integer[])) THEN 'kept'
                WHEN row_number = ANY(CAST(:excluded AS integer[])) THEN 'excluded'
           END AS chosen
    FROM game_import_rows
    WHERE import_id = :import_id AND conflict AND resolution IS DISTINCT FROM 'folded'
), ranked AS (
    SELECT row_number, chosen,
           COALESCE(bool_or(chosen = 'kept') OVER game, false) AS has_kept,
           COALESCE(bool_or(chosen = 'excluded') OVER game, false) AS has_excluded,
           count(*) FILTER (WHERE chosen IS NULL) OVER game AS open,
           row_number() OVER (
               PARTITION BY provider, external_id, chosen ORDER BY row_number) AS forward,
           row_number() OVER (
               PARTITION BY provider, external_id, chosen ORDER BY row_number DESC) AS backward
    FROM contested
    WINDOW game AS (PARTITION BY provider, external_id)
), decided AS (
    SELECT row_number, CASE
        WHEN chosen IS NOT NULL THEN chosen
        WHEN has_kept THEN 'excluded'
        WHEN CAST(:strategy AS text) = 'exclude' THEN 'excluded'
        WHEN :strategy = 'keep_first' THEN CASE WHEN forward = 1 THEN 'kept' ELSE 'excluded' END
        WHEN :strategy = 'keep_last' THEN CASE WHEN backward = 1 THEN 'kept' ELSE 'excluded' END
        WHEN has_excluded AND open = 1 THEN 'kept'
    END AS resolution
    FROM ranked
)
UPDATE game_import_rows r
SET resolution = d.resolution,
    status = CASE WHEN d.resolution = 'kept' THEN 'valid' ELSE 'duplicate' END,
    changes = NULL
FROM decided d
WHERE r.import_id = :import_id AND r.row_number = d.row_number AND d.resolution IS NOT NULL
""")
"""Decide contested rows: by choice where there is one, else by the strategy; `none` leaves games
that no choice names as they are. Of a game, the last row left is kept."""

CHOICE_FAULTS = _statement("""
SELECT chosen.row AS row, 'NOT_CONTESTED' AS code
FROM unnest(CAST(:kept AS integer[]) || CAST(:excluded AS integer[])) AS chosen(row)
WHERE NOT EXISTS (
    SELECT FROM game_import_rows r
    WHERE r.import_id = :import_id AND r.row_number = chosen.row
      AND r.conflict AND r.resolution IS DISTINCT FROM 'folded')
UNION ALL
SELECT max(r.row_number), 'KEPT_TWICE'
FROM game_import_rows r
WHERE r.import_id = :import_id AND r.row_number = ANY(CAST(:kept AS integer[]))
GROUP BY r.provider, r.external_id
HAVING count(*) > 1
ORDER BY 1
LIMIT 50
""")
"""Choices that cannot be followed: rows nobody contests, and two rows kept for one game."""

COMPARE = _statement("""
UPDATE game_import_rows r
SET status = x.status, game_id = x.game_id, changes = x.changes
FROM (
    SELECT c.row_number, g.id AS game_id, d.changes,
           CASE WHEN g.id IS NULL THEN 'valid'
                WHEN d.changes IS NULL THEN 'unchanged'
                ELSE 'update' END AS status
    FROM game_import_rows c
    LEFT JOIN games g
        ON g.tenant_id = :tenant_id AND g.provider = c.provider AND g.external_id = c.external_id
    LEFT JOIN LATERAL (
        SELECT jsonb_agg(
                   jsonb_build_object('field', field, 'before', before, 'after', after)
                   ORDER BY place, field
               ) AS changes
        FROM (
            VALUES (1, 'name', to_jsonb(g.name), to_jsonb(c.name)),
                   (2, 'category', to_jsonb(g.category), to_jsonb(c.category)),
                   (3, 'type', to_jsonb(g.type), to_jsonb(c.type)),
                   (4, 'rtp', to_jsonb(g.rtp), to_jsonb(c.rtp)),
                   (5, 'volatility', to_jsonb(g.volatility), to_jsonb(c.volatility)),
                   (6, 'image_url', to_jsonb(g.image_url), to_jsonb(c.image_url))
            UNION ALL
            SELECT 7, e.key, g.configuration -> e.key,
                   CASE WHEN e.key = 'limits'
                        THEN COALESCE(g.configuration -> 'limits', '{}') || e.value
                        ELSE e.value END
            FROM jsonb_each(c.extra) e
        ) field(place, field, before, after)
        WHERE g.id IS NOT NULL AND after IS NOT NULL AND after IS DISTINCT FROM before
    ) d ON g.id IS NOT NULL
    WHERE c.import_id = :import_id
      AND c.status IN ('valid', 'update', 'unchanged')
) x
WHERE r.import_id = :import_id AND r.row_number = x.row_number
  AND (r.status, r.game_id, r.changes) IS DISTINCT FROM (x.status, x.game_id, x.changes)
""")
"""Compare the rows that count with the catalogue: new, unchanged, or what would change."""

REMEMBER_SHOWN = _statement("""
CREATE TEMP TABLE shown_changes ON COMMIT DROP AS
SELECT row_number, changes FROM game_import_rows
WHERE import_id = :import_id AND status = 'update'
""")
"""Keep what the preview showed while the comparison is made again."""

NOT_SHOWN = _statement("""
SELECT count(*)
FROM game_import_rows r LEFT JOIN shown_changes s USING (row_number)
WHERE r.import_id = :import_id AND r.status = 'update' AND r.changes IS DISTINCT FROM s.changes
""")
"""How many rows would now overwrite what the preview did not show."""

RECORD_BEFORE = _statement("""
INSERT INTO game_import_changes (import_id, game_id, before)
SELECT CAST(:import_id AS uuid), g.id, jsonb_build_object(
    'name', g.name, 'category', g.category, 'type', g.type, 'rtp', g.rtp,
    'volatility', g.volatility, 'image_url', g.image_url, 'configuration', g.configuration)
FROM game_import_rows r JOIN games g ON g.id = r.game_id AND g.tenant_id = :tenant_id
WHERE r.import_id = :import_id AND r.status = 'update'
ORDER BY r.row_number
""")
"""Keep what the games to be updated hold, for undo."""

UPDATE_GAMES = _statement("""
UPDATE games g
SET name = COALESCE(r.name, g.name),
    category = COALESCE(r.category, g.category),
    type = COALESCE(r.type, g.type),
    rtp = COALESCE(r.rtp, g.rtp),
    volatility = COALESCE(r.volatility, g.volatility),
    image_url = COALESCE(r.image_url, g.image_url),
    configuration = CASE WHEN r.extra IS NULL THEN g.configuration ELSE
        g.configuration || r.extra ||
        CASE WHEN r.extra ? 'limits' THEN jsonb_build_object('limits',
            COALESCE(g.configuration -> 'limits', '{}') || (r.extra -> 'limits'))
        ELSE '{}' END END,
    version = g.version + 1,
    updated_at = now()
FROM game_import_rows r
WHERE r.import_id = :import_id AND r.status = 'update'
  AND g.id = r.game_id AND g.tenant_id = :tenant_id
""")
"""Take the changes. Whether a game is switched on, and its tags, stay as the brand has them."""

INSERT_GAMES = _statement("""
WITH made AS (
    INSERT INTO games (id, tenant_id, provider, external_id, name, category, type, rtp,
                       volatility, image_url, tags, configuration)
    SELECT gen_random_uuid(), CAST(:tenant_id AS text), provider, external_id,
           COALESCE(name, external_id),
           COALESCE(category, type, CAST(:default_type AS text)),
           COALESCE(type, category, CAST(:default_type AS text)), rtp,
           volatility, image_url, COALESCE(tags, '[]'), COALESCE(extra, '{}')
    FROM game_import_rows
    WHERE import_id = :import_id AND status = 'valid'
    ORDER BY row_number
    RETURNING id
)
INSERT INTO game_import_changes (import_id, game_id, before)
SELECT CAST(:import_id AS uuid), id, NULL FROM made
""")
"""Add the new games, and note them for undo."""

LATER_CHANGES = _statement("""
CREATE TEMP TABLE undo_conflicts ON COMMIT DROP AS
SELECT DISTINCT mine.game_id
FROM game_import_changes mine
JOIN game_import_changes later ON later.game_id = mine.game_id AND later.id > mine.id
JOIN game_imports i ON i.id = later.import_id AND i.status <> 'undone'
WHERE mine.import_id = :import_id AND later.import_id <> :import_id
""")
"""The games of this import that a later one changed, and still holds."""

CONFLICTING_GAMES = _statement("""
SELECT count(*) OVER () AS total, g.provider, g.external_id, g.name
FROM undo_conflicts u JOIN games g ON g.id = u.game_id
ORDER BY g.provider, g.external_id
LIMIT 20
""")

RESTORE_GAMES = _statement("""
UPDATE games g
SET name = c.before ->> 'name',
    category = c.before ->> 'category',
    type = c.before ->> 'type',
    rtp = (c.before ->> 'rtp')::numeric,
    volatility = c.before ->> 'volatility',
    image_url = c.before ->> 'image_url',
    configuration = c.before -> 'configuration',
    version = g.version + 1,
    updated_at = now()
FROM game_import_changes c
WHERE c.import_id = :import_id AND c.before IS NOT NULL
  AND g.id = c.game_id AND g.tenant_id = :tenant_id
  AND NOT EXISTS (SELECT FROM undo_conflicts u WHERE u.game_id = g.id)
""")

DELETE_GAMES = _statement("""
DELETE FROM games g
USING game_import_changes c
WHERE c.import_id = :import_id AND c.before IS NULL
  AND g.id = c.game_id AND g.tenant_id = :tenant_id
  AND NOT EXISTS (SELECT FROM undo_conflicts u WHERE u.game_id = g.id)
""")

COUNTS = _statement("""
SELECT count(*) AS total,
       count(*) FILTER (WHERE status = 'valid') AS valid,
       count(*) FILTER (WHERE status = 'invalid') AS invalid,
       count(*) FILTER (WHERE status = 'duplicate') AS duplicate,
       count(*) FILTER (WHERE status = 'update') AS update,
       count(*) FILTER (WHERE status = 'unchanged') AS unchanged,
       count(*) FILTER (WHERE resolution = 'folded') AS folded,
       count(*) FILTER (WHERE conflict) AS contested,
       count(*) FILTER (WHERE conflict AND resolution IS NULL) AS undecided,
       count(DISTINCT (provider, external_id)) FILTER (WHERE conflict) AS contested_games,
       count(DISTINCT (provider, external_id)) FILTER (WHERE conflict AND resolution IS NULL)
           AS undecided_games,
       count(*) FILTER (WHERE changes @> '[{"field": "rtp"}]') AS rtp_changes,
       count(*) FILTER (WHERE notes IS NOT NULL) AS noted
FROM game_import_rows WHERE import_id = :import_id
""")

PROVIDERS = _statement("""
SELECT provider AS name, count(*) AS count
FROM game_import_rows
WHERE import_id = :import_id AND status IN ('valid', 'update', 'unchanged')
GROUP BY provider
ORDER BY count(*) DESC, provider
LIMIT 10
""")

PROVIDER_SPELLINGS = _statement("""
SELECT array_agg(DISTINCT provider ORDER BY provider) AS spellings
FROM (
    SELECT DISTINCT provider FROM game_import_rows
    WHERE import_id = :import_id AND status <> 'invalid'
    UNION
    SELECT DISTINCT g.provider FROM games g
    WHERE g.tenant_id = :tenant_id
      AND lower(g.provider) IN (
          SELECT DISTINCT lower(provider) FROM game_import_rows
          WHERE import_id = :import_id AND status <> 'invalid')
) p
GROUP BY lower(provider)
HAVING count(*) > 1
ORDER BY 1
LIMIT 20
""")
"""Providers that the file, or file and catalogue together, spell in several ways."""

TENANT_LOCK = _statement("""
SELECT pg_advisory_xact_lock(hashtextextended('game_import:' || CAST(:tenant_id AS text), 0))
""")
"""Imports into one brand's catalogue take turns, until the transaction ends."""

EXPIRED_ROWS = _statement("""
DELETE FROM game_import_rows r USING game_imports i
WHERE i.id = r.import_id AND i.finished_at < :before
""")
