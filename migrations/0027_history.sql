-- What was done stays on record: a line of a history is added, and neither changed nor taken away.

set local lock_timeout = '3s';

-- Two things may still become of one. Whoever did it is the person they were found to be (`people.became`), and of a case
-- whose words were taken out what the line held besides goes with them.
create function history_stays() returns trigger language plpgsql as $$
declare
    was jsonb := to_jsonb(old);
    now_is jsonb := to_jsonb(new);
    stays boolean := false;
begin
    if tg_op = 'UPDATE' and was - '{by,data}'::text[] = now_is - '{by,data}'::text[] then
        stays := was -> 'by' is not distinct from now_is -> 'by'
            or exists (select from people
                       where id = (was ->> 'by')::bigint and became = (now_is ->> 'by')::bigint);
        if was -> 'data' is distinct from now_is -> 'data' then
            stays := stays and now_is -> 'data' = '{}'::jsonb
                and exists (select from cases where id = (was ->> 'case_id')::bigint and worn_at is not null);
        end if;
    end if;
    if not stays then
        raise exception 'a line of % stays as it is', tg_table_name
            using errcode = 'check_violation', constraint = 'history_stays';
    end if;
    return null;
end $$;

-- Why at the end of the transaction: two people become one, and words are taken out, in several statements.
create constraint trigger history_stays after update or delete on case_events
    deferrable initially deferred for each row execute function history_stays();
create constraint trigger history_stays after update or delete on clock_events
    deferrable initially deferred for each row execute function history_stays();
create constraint trigger history_stays after update or delete on order_events
    deferrable initially deferred for each row execute function history_stays();
create constraint trigger history_stays after delete on privacy_acts
    deferrable initially deferred for each row execute function history_stays();
create constraint trigger history_stays after delete on exports
    deferrable initially deferred for each row execute function history_stays();
