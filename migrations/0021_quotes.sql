-- Quotes: what a customer is to pay, line by line, and what became of each version.

set local lock_timeout = '3s';

create table quotes (
    id          bigint      primary key,
    case_id     bigint      not null references cases,
    n           smallint    not null check (n > 0),
    stage       text        not null check (stage in ('draft', 'proposed', 'open', 'accepted', 'declined', 'expired',
                                                      'withdrawn', 'replaced', 'dropped')),
    currency    text        not null check (currency ~ '^[A-Z]{3}$'),
    total       bigint      not null check (total >= 0),
    freight     text        not null check (freight in ('brand', 'customer')),
    settles     smallint    check (settles > 0),
    valid_hours integer     check (valid_hours > 0),
    two         boolean     not null,
    by          bigint      not null references people,
    at          timestamptz not null,
    second_by   bigint      references people,
    second_at   timestamptz,
    sent_at     timestamptz,
    valid_until timestamptz,
    reminded    smallint    not null default 0 check (reminded >= 0),
    look_at     timestamptz,
    counter_until timestamptz,
    ended_at    timestamptz,
    ended_by    bigint      references people,
    agreed      bigint,
    unique (case_id, n),
    check ((second_by is null) = (second_at is null)),
    check ((sent_at is null) = (valid_until is null)),
    check ((sent_at is null) = (stage in ('draft', 'proposed', 'dropped'))),
    check ((ended_at is null) = (stage in ('draft', 'proposed', 'open'))),
    check (not two or sent_at is null or second_by is not null),
    check (look_at is null or stage = 'open'),
    check (counter_until is null or stage = 'open'),
    check ((agreed is not null) = (stage = 'accepted')),
    check (agreed between 0 and total)
);
create unique index quotes_open on quotes (case_id) where stage = 'open';
create unique index quotes_unsent on quotes (case_id) where stage in ('draft', 'proposed');
create index quotes_look on quotes (look_at) where look_at is not null;
comment on column quotes.n is 'the version: rises within the case, and stands in its buttons';
comment on column quotes.total is 'in the smallest unit of the currency: what its lines come to';
comment on column quotes.freight is 'who pays what carrying costs, where no line says how much';
comment on column quotes.settles is 'the verdict of the case whose open cost it agrees';
comment on column quotes.valid_hours is 'how long it holds from the sending, where somebody said; otherwise as the terms say';
comment on column quotes.two is 'it goes out only with a second person';
comment on column quotes.look_at is 'when its customer is reminded next, or it ends; nothing while the desk owes an answer';
comment on column quotes.counter_until is 'until then the next words of its customer are the price they would rather pay';
comment on column quotes.agreed is 'in the smallest unit: what was agreed on, less than the total where the customer offered less';

create table quote_lines (
    quote    bigint   not null references quotes,
    n        smallint not null check (n > 0),
    kind     text     not null check (kind in ('spare-part', 'material', 'inspection', 'maintenance', 'freight', 'other')),
    words    text     not null,
    quantity integer  not null check (quantity > 0),
    unit     bigint   not null check (unit >= 0),
    amount   bigint   not null generated always as (quantity * unit) stored,
    primary key (quote, n)
);
comment on table quote_lines is 'what is charged; labour has no kind here: it is waived for life';

create table quote_offers (
    quote  bigint      not null references quotes,
    n      smallint    not null check (n > 0),
    at     timestamptz not null,
    by     bigint      not null references people,
    what   text        not null check (what in ('counter', 'firm', 'again')),
    amount bigint      check (amount >= 0),
    words  text        not null,
    primary key (quote, n)
);
comment on table quote_offers is 'what its customer would rather pay, that the desk stood by its price, and that they asked for it again';

-- A total is what its lines come to. Checked at the end of the transaction, because a quote is several rows, and from both
-- sides.
create function quote_adds_up() returns trigger language plpgsql as $$
declare
    which bigint;
    wrong smallint;
begin
    if tg_table_name = 'quotes' then
        which := new.id;
    else
        which := case when tg_op = 'DELETE' then old.quote else new.quote end;
    end if;
    select q.n into wrong from quotes q
    where q.id = which
      and q.total <> (select coalesce(sum(l.amount), 0) from quote_lines l where l.quote = q.id);
    if found then
        raise exception 'quote % does not come to its total', wrong
            using errcode = 'check_violation', constraint = 'quote_adds_up';
    end if;
    return null;
end $$;

create constraint trigger quote_adds_up after insert or update of total on quotes
    deferrable initially deferred for each row execute function quote_adds_up();
create constraint trigger quote_adds_up after insert or update or delete on quote_lines
    deferrable initially deferred for each row execute function quote_adds_up();

-- What a customer was shown never changes, and what ended never begins again.
create function quote_stays() returns trigger language plpgsql as $$
declare
    shown text;
begin
    if tg_table_name = 'quotes' then
        raise exception 'quote % of case % has ended', old.n, old.case_id
            using errcode = 'check_violation', constraint = 'quote_stays_ended';
    end if;
    select stage into shown from quotes where id = case when tg_op = 'INSERT' then new.quote else old.quote end;
    if shown <> 'draft' then
        raise exception 'a line of a quote that is % does not change', shown
            using errcode = 'check_violation', constraint = 'quote_stays_as_shown';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;

create trigger quote_stays_ended before update of stage on quotes for each row
    when (old.ended_at is not null and old.stage <> new.stage) execute function quote_stays();
create trigger quote_stays_as_shown before insert or delete or update of quote, n, kind, quantity, unit on quote_lines
    for each row execute function quote_stays();
