-- Text as people search it: without accents, ligatures or case. No extension, since a managed server may refuse them; letters
-- are taken apart before their case is changed, since the locale of the server may know ASCII only.
create function map.plain(value text) returns text
language sql immutable parallel safe as $$
  select case when octet_length(value) = length(value) then lower(value) else
    lower(translate(
      replace(replace(replace(replace(replace(normalize(value, NFD), 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'),
      'øØđĐłŁħĦıʼ‘’' || U&'\0300\0301\0302\0303\0304\0306\0307\0308\030A\030B\030C\0323\0327\0328\0331',
      'ooddllhhi'''''''
    )) end
$$;

-- Pattern that finds the words of a search anywhere, whatever characters of LIKE they hold.
create function map.plain_pattern(value text) returns text
language sql immutable parallel safe as $$
  select '%' || replace(replace(replace(map.plain(btrim(value)), '\', '\\'), '%', '\%'), '_', '\_') || '%'
$$;

-- What lists sort and search by, kept so that a search need not take ten thousand names apart.
alter table map.asset add column search_text text not null generated always as (map.plain(name || coalesce(' ' || code, ''))) stored;

-- The history keeps what was said, not what is derived from it.
create or replace function map.record_revision() returns trigger
language plpgsql as $$
declare
  moment timestamptz := clock_timestamp();
  id_column text := tg_argv[1];
  derived text[] := array['seen_at', 'updated_at', 'search_text'];
  before_row jsonb := case when tg_op = 'INSERT' then null else to_jsonb(old) - derived end;
  after_row jsonb := case when tg_op = 'DELETE' then null else to_jsonb(new) - derived end;
begin
  if before_row is not distinct from after_row then
    return null;
  end if;
  if before_row is not null then
    update map.revision as revision
    set period = tstzrange(lower(revision.period), greatest(moment, lower(revision.period)))
    where revision.entity = tg_argv[0] and revision.entity_id = (before_row ->> id_column)::uuid and upper_inf(revision.period);
  end if;
  if after_row is not null then
    insert into map.revision (entity, entity_id, period, state)
    values (tg_argv[0], (after_row ->> id_column)::uuid, tstzrange(moment, null), after_row);
  end if;
  return null;
end $$;
