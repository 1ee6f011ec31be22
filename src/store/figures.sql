-- What is waiting, at one moment ($1), for whoever watches the desk. Each part reads at most 5000 entries of one index, the
-- most pressing first, so the statement costs the same with a million cases; a count of 5000 means that many or more.
-- Why a number and not a parameter: plans are made once for all values, and this one decides them.
SELECT
    queued AS "queued!", sending AS "sending!",
    (SELECT min(not_before) FROM outbox WHERE state IN ('queued', 'sending') AND not_before <= $1) AS oldest_due,
    uncertain AS "uncertain!", undelivered AS "undelivered!",
    running AS "running!", soon AS "soon!", over AS "over!",
    (SELECT min(look_at) FROM clocks WHERE look_at > '-infinity' AND look_at <= $1) AS oldest_look,
    (SELECT min(look_at) FROM appointments WHERE look_at <= $1) AS oldest_appointment,
    (SELECT min(look_at) FROM quotes WHERE look_at <= $1) AS oldest_quote,
    least((SELECT min(look_at) FROM surveys WHERE look_at <= $1),
          (SELECT min(look_at) FROM survey_turns WHERE look_at <= $1)) AS oldest_survey,
    fresh AS "fresh!", open AS "open!", waiting AS "waiting!", missed AS "missed!",
    (SELECT count(*) FROM (SELECT FROM quarantine LIMIT 5000) q) AS "quarantined!",
    (SELECT count(*) FROM (SELECT FROM media WHERE keeping = 'waiting' ORDER BY try_at, id LIMIT 5000) m) AS "files!"
FROM
    (SELECT count(*) FILTER (WHERE state = 'queued') AS queued, count(*) FILTER (WHERE state = 'sending') AS sending
     FROM (SELECT state FROM outbox WHERE state IN ('queued', 'sending') ORDER BY not_before, id LIMIT 5000) o) AS going,
    (SELECT count(*) FILTER (WHERE state = 'uncertain') AS uncertain,
            count(*) FILTER (WHERE state = 'undelivered') AS undelivered
     FROM (SELECT id, state, parcel->>'is' AS what FROM outbox
           WHERE state IN ('uncertain', 'undelivered') ORDER BY id DESC LIMIT 5000) o
     WHERE what NOT IN ('card', 'mark', 'react', 'recall', 'drop_room', 'farewell')
       AND NOT EXISTS (SELECT FROM outbox n WHERE n.replaces = o.id)) AS shown,
    (SELECT count(*) AS running,
            count(*) FILTER (WHERE due_at > $1 AND due_at <= $1 + interval '1 hour') AS soon,
            count(*) FILTER (WHERE due_at <= $1) AS over
     FROM (SELECT due_at FROM clocks WHERE state = 'running' ORDER BY due_at LIMIT 5000) k) AS promised,
    (SELECT count(*) FILTER (WHERE state = 'new') AS fresh, count(*) FILTER (WHERE state = 'open') AS open,
            count(*) FILTER (WHERE state = 'waiting') AS waiting,
            count(*) FILTER (WHERE EXISTS (
                SELECT FROM clocks k WHERE k.case_id = c.id AND k.state = 'missed' AND k.ended_at IS NULL)) AS missed
     FROM (SELECT id, state FROM cases WHERE state IN ('new', 'open', 'waiting') ORDER BY grp, id LIMIT 5000) c) AS live
