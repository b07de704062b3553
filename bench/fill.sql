-- Incidents in one statement: the same row for the same number each time, because the
-- dice are hashes of it. Every tenth incident falls on one of 40 violent days. They are
-- written in the order in which they became known, as they would have been.
WITH dice AS (
    SELECT n,
           pg_temp.dice(n, 1) AS day_dice, pg_temp.dice(n, 2) AS hour_dice,
           pg_temp.dice(n, 3) AS precision_dice, pg_temp.dice(n, 4) AS category_dice,
           pg_temp.dice(n, 5) AS place_dice, pg_temp.dice(n, 6) AS post_dice,
           pg_temp.dice(n, 7) AS status_dice, pg_temp.dice(n, 8) AS severity_dice,
           pg_temp.dice(n, 9) AS loss_dice, pg_temp.dice(n, 10) AS count_dice,
           pg_temp.dice(n, 11) AS release_dice, pg_temp.dice(n, 12) AS delay_dice
    FROM generate_series(1, %(rows)s::bigint) n
), drawn AS (
    SELECT *,
           (CASE WHEN hour_dice < 0.1 THEN floor(day_dice * 40) * (%(days)s / 40) + 13
                 ELSE floor(day_dice * %(days)s) END)::int %% %(days)s AS day_number,
           pg_temp.pick(%(precisions)s::text[], precision_dice) AS precision_code,
           pg_temp.pick(%(categories)s::text[], category_dice) AS category_code,
           pg_temp.pick(%(statuses)s::text[], status_dice) AS status_code,
           pg_temp.pick(%(places)s::bigint[], place_dice) AS place_key,
           CASE WHEN post_dice < 0.9
                THEN pg_temp.pick(%(posts)s::bigint[], post_dice / 0.9) END AS post_key
    FROM dice
), timed AS (
    SELECT *,
           (%(first_day)s::date + day_number)::timestamp + CASE
               WHEN precision_code = 'T5' THEN interval '0'
               ELSE make_interval(mins => (pg_temp.dice(n, 13) * 1440)::int) END AS local_time
    FROM drawn
), placed AS (
    SELECT timed.*, p.lat AS place_lat, p.lon AS place_lon, p.area AS place_area,
           CASE WHEN precision_code <> 'T0'
                THEN local_time AT TIME ZONE %(zone)s END AS occurred,
           local_time AT TIME ZONE %(zone)s
               + make_interval(secs => 600 + 20000 * delay_dice) AS received
    FROM timed LEFT JOIN parties_place p ON p.id = place_key
)
INSERT INTO incidents_incident (
    id, reference, mission_id, status, severity, release,
    mission_day, sort_at, occurred_from, occurred_until, time_precision,
    place_id, area_text, lat, lon, public_lat, public_lon, position_precision, post_id,
    category, weapon, count_low, count_high, count_qualifier, count_unit,
    killed_low, killed_high, injured_low, injured_high,
    asserted, report_count, opened_at, updated_at)
SELECT
    (lpad(to_hex((extract(epoch FROM received) * 1000)::bigint), 12, '0') || '7'
        || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
    upper(%(mission_code)s) || '-I-' || lpad(n::text, 8, '0'),
    %(mission)s, status_code, floor(severity_dice * severity_dice * 5)::int,
    CASE WHEN release_dice < 0.85 AND category_code <> ALL(%(restricted)s)
         THEN 'public' ELSE 'mission' END,
    CASE WHEN precision_code IN ('T0', 'T6') THEN NULL
         WHEN precision_code = 'T5' THEN local_time::date
         ELSE (local_time - %(cut_off)s::interval - interval '1 microsecond')::date + 1 END,
    coalesce(occurred, received), occurred,
    CASE WHEN count_dice < 0.2 THEN occurred + interval '25 minutes' END, precision_code,
    place_key, coalesce(place_area, ''),
    place_lat + (delay_dice - 0.5)::numeric(8, 6) / 10,
    place_lon + (loss_dice - 0.5)::numeric(8, 6) / 10,
    round(place_lat + (delay_dice - 0.5)::numeric(8, 6) / 10, 2),
    round(place_lon + (loss_dice - 0.5)::numeric(8, 6) / 10, 2),
    (ARRAY['P1', 'P2', 'P3', 'P4'])[1 + floor(severity_dice * 4)::int], post_key,
    category_code, CASE left(category_code, 3)
        WHEN 'FIR' THEN 'small_arms' WHEN 'IND' THEN 'mortar' WHEN 'EXP' THEN 'mine' ELSE '' END,
    CASE WHEN count_dice < 0.6 THEN 1 + floor(count_dice * 60)::int END,
    CASE WHEN count_dice < 0.1 THEN 1 + floor(count_dice * 90)::int END,
    CASE WHEN count_dice < 0.6 THEN 'exact' ELSE 'unknown' END,
    CASE WHEN count_dice < 0.6 THEN (ARRAY['shot', 'burst', 'explosion'])
        [1 + floor(post_dice * 3)::int] ELSE '' END,
    CASE WHEN loss_dice < 0.02 THEN 1 WHEN loss_dice < 0.7 THEN 0 END,
    CASE WHEN loss_dice < 0.02 THEN 2 WHEN loss_dice < 0.7 THEN 0 END,
    CASE WHEN loss_dice < 0.05 THEN 2 WHEN loss_dice < 0.7 THEN 0 END,
    CASE WHEN loss_dice < 0.05 THEN 3 WHEN loss_dice < 0.7 THEN 0 END,
    release_dice > 0.03, 1 + floor(count_dice * count_dice * 4)::int, received, received
FROM placed
ORDER BY received
