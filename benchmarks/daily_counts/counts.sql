-- The same answer in SQL: at least and at most, per day and state. Of the forms tried this is the quickest:
-- cut each person's days at every bound, join what may be last on each stretch, and sum the changes.
with ends as (
    select a.person_id, a.event_id, any_value(a.state) as state, any_value(a.lo) as begin_on,
           coalesce(min(b.hi), date '9999-12-31') as until_on
    from events a left join events b on a.person_id = b.person_id and b.lo > a.hi
    group by a.person_id, a.event_id
), items as (
    select person_id, state, begin_on, until_on from ends
    union all
    select person_id, 'no_record', date '0001-01-01', coalesce(min(hi), date '9999-12-31') from events group by person_id
), bounds as (
    select person_id, begin_on as day from items
    union
    select person_id, until_on from items
), stretches as (
    select person_id, day, lead(day) over (partition by person_id order by day) as until_on from bounds
), possible as (
    select distinct s.person_id, s.day, s.until_on, i.state
    from stretches s join items i on s.person_id = i.person_id and i.begin_on <= s.day and s.day < i.until_on
), certain as (
    select person_id, day, any_value(until_on) as until_on, any_value(state) as state
    from possible group by person_id, day having count(*) = 1
), changes as (
    select day, state, 0 as lower, 1 as upper from possible
    union all select until_on, state, 0, -1 from possible
    union all select day, state, 1, 0 from certain
    union all select until_on, state, -1, 0 from certain
), sums as (
    select least(greatest(day, $first), $after) as day, state, sum(lower) as lower, sum(upper) as upper from changes group by all
), grid as (
    select day::date as day, state
    from generate_series($first::timestamp, $last::timestamp, interval 1 day) days(day), (select distinct state from items)
)
select day, state, sum(coalesce(lower, 0)) over w ::bigint as at_least, sum(coalesce(upper, 0)) over w ::bigint as at_most
from grid left join sums using (day, state)
window w as (partition by state order by day)
order by day, state
