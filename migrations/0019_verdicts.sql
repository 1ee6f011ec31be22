-- Verdicts: what becomes of every piece that is claimed, and whose fault it is.

set local lock_timeout = '3s';

create table verdicts (
    id                bigint      primary key,
    case_id           bigint      not null references cases,
    n                 smallint    not null check (n > 0),
    stage             text        not null check (stage in ('proposed', 'in_force', 'replaced', 'dropped')),
    liability         text        not null check (liability in ('design', 'material', 'craftsmanship', 'transport', 'human',
                                                                'misuse', 'environment', 'unclear', 'none-found')),
    reason            text        not null,
    words             text        not null,
    evidence          bigint[]    not null,
    warranty          text        not null check (warranty in ('life', 'in', 'out', 'unknown')),
    covered_until     date,
    worth             bigint      check (worth >= 0),
    currency          text        check (currency ~ '^[A-Z]{3}$'),
    two               boolean     not null,
    by                bigint      not null references people,
    at                timestamptz not null,
    second_by         bigint      references people,
    second_at         timestamptz,
    mentions          jsonb       not null default '[]',
    appealed_at       timestamptz,
    appeal_by         bigint      references people,
    appeal_decided_at timestamptz,
    offer             jsonb,
    unique (case_id, n),
    check ((worth is null) = (currency is null)),
    check ((warranty in ('in', 'out')) = (covered_until is not null)),
    check ((second_by is null) = (second_at is null)),
    check (not two or stage <> 'in_force' or second_by is not null),
    check ((appeal_by is null) = (appeal_decided_at is null)),
    check (appeal_decided_at is null or appealed_at is not null)
);
create unique index verdicts_in_force on verdicts (case_id) where stage = 'in_force';
create unique index verdicts_proposed on verdicts (case_id) where stage = 'proposed';
create unique index verdicts_appealed on verdicts (case_id) where appealed_at is not null;
comment on column verdicts.n is 'the version: rises within the case, and stands in its buttons';
comment on column verdicts.evidence is 'files of the case it rests on';
comment on column verdicts.worth is 'in the smallest unit; nothing: not more than one person may decide';
comment on column verdicts.two is 'it counts only with a second person';
comment on column verdicts.appeal_by is 'the lead who decided on the appeal';
comment on column verdicts.offer is 'what costs that were left open are settled at: the latest';

create table verdict_shares (
    verdict    bigint   not null references verdicts,
    line       smallint not null check (line > 0),
    resolution text     not null check (resolution in ('repair', 'rework', 'replacement', 'spare-part', 'refund', 'credit-note',
                                                       'advice', 'return')),
    liability  text     not null check (liability in ('design', 'material', 'craftsmanship', 'transport', 'human', 'misuse',
                                                      'environment', 'unclear', 'none-found')),
    quantity   integer  not null check (quantity > 0),
    primary key (verdict, line, resolution, liability)
);
comment on table verdict_shares is 'of each line of the claim: how many pieces, what is done with them, whose fault it is';

-- What becomes of the pieces of a line is what was claimed of it. Checked at the end of the transaction, because the shares
-- of one line are several rows, and from all three sides. A case that names no goods is one piece.
create function verdict_adds_up() returns trigger language plpgsql as $$
declare
    whose bigint;
    wrong smallint;
begin
    if tg_table_name = 'verdict_shares' then
        select v.case_id into whose from verdicts v
        where v.id = case when tg_op = 'DELETE' then old.verdict else new.verdict end;
    else
        whose := case when tg_op = 'DELETE' then old.case_id else new.case_id end;
    end if;
    select v.n into wrong from verdicts v
    where v.case_id = whose and v.stage in ('proposed', 'in_force')
      and exists (
          select from (select s.line, sum(s.quantity) as decided from verdict_shares s
                       where s.verdict = v.id group by s.line) d
          full join (select l.n as line, l.defective::bigint as claimed from case_lines l
                     where l.case_id = whose and l.defective > 0
                     union all
                     select 1::smallint, 1 where not exists (select from case_lines l where l.case_id = whose)) c
              using (line)
          where d.decided is distinct from c.claimed);
    if found then
        raise exception 'verdict % of case % is not about all that is claimed', wrong, whose
            using errcode = 'check_violation', constraint = 'verdict_adds_up';
    end if;
    return null;
end $$;

create constraint trigger verdict_adds_up after insert or update of stage, case_id on verdicts
    deferrable initially deferred for each row execute function verdict_adds_up();
create constraint trigger verdict_adds_up after insert or update or delete on verdict_shares
    deferrable initially deferred for each row execute function verdict_adds_up();
create constraint trigger verdict_adds_up after insert or delete on case_lines
    deferrable initially deferred for each row execute function verdict_adds_up();
create constraint trigger verdict_adds_up_again after update of defective, n, case_id on case_lines
    deferrable initially deferred for each row
    when (old.defective is distinct from new.defective or old.n <> new.n or old.case_id <> new.case_id)
    execute function verdict_adds_up();

-- Costs that are left open are a promise of their own: until when they are agreed.
alter table clocks drop constraint clocks_target_check;
alter table clocks add constraint clocks_target_check
    check (target in ('first_response', 'solution', 'enquiry_reply', 'next_reply', 'settlement')) not valid;
