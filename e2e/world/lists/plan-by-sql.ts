import Database from 'better-sqlite3';
import type { HistoryRow } from './spare-parts-history.ts';

const CHINA_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** Figures of one part; the names are those of the stored columns. */
export interface SqlPlan {
  partNo: string;
  abc: string;
  averageFen: number;
  issuedFen: number;
  turnsCenti: number | null;
  method: string;
  safetyMilli: number;
  reorderMilli: number;
}

/**
 * The same figures by a second tool: plain SQL on the movements, written from stock §4.4, §4.7 and §4.9 and sharing no code
 * with the product. Lead time 3 weeks, review every week, levels 98, 95 and 90 %; demand of 52 weeks, or of the whole weeks
 * since the first movement, which lies half a year back at least. Average stock is kept in 24ths of a fen and rounded in whole
 * numbers: a float rounds 1140 / 266⅔ = 4.275 turns down. No stock here is below 0.
 */
export function planBySql(rows: readonly HistoryRow[], today: string): SqlPlan[] {
  const database = new Database(':memory:');
  try {
    database.exec(`create table move (part text, at integer, type text, qty integer, value integer);
      create index move_of_part on move (part, at);
      create table month_end (place integer, at integer)`);
    const add = database.prepare('insert into move values (?, ?, ?, ?, ?)');
    database.transaction(() => {
      for (const { partNo, date, type, pieces, unitFen } of rows) {
        const qty = type === 'ISSUE_SALE' ? -pieces : pieces;
        add.run(partNo, Date.parse(`${date}T00:00:00Z`) - CHINA_MS, type, qty, qty * unitFen);
      }
      const [year = 0, month = 0] = today.split('-').map(Number);
      for (let place = 0; place <= 12; place += 1)
        database
          .prepare('insert into month_end values (?, ?)')
          .run(place, Date.UTC(year, month - 1 - 12 + place, 1) - CHINA_MS);
    })();
    const [year = 0, month = 0, day = 0] = today.split('-').map(Number);
    const lastDay = new Date(Date.UTC(year - 1, month, 0)).getUTCDate();
    const yearAgo = Date.UTC(year - 1, month - 1, Math.min(day, lastDay)) - CHINA_MS;
    const now = Date.parse(`${today}T00:00:00Z`) - CHINA_MS;
    // a number beyond 32 bits would be bound as a float, and weeks would have fractions
    const instants = { now: BigInt(now), yearAgo: BigInt(yearAgo), week: BigInt(7 * DAY_MS) };
    return database.prepare(SQL).all(instants) as SqlPlan[];
  } finally {
    database.close();
  }
}

const SQL = `
with stock as (select part, sum(qty) as qty, sum(value) as value, min(52, (@now - min(at)) / @week) as weeks from move where at < @now group by part),
  consumed as (
    select s.part, coalesce((select -sum(m.qty) from move m where m.part = s.part and m.type = 'ISSUE_SALE'
      and m.at >= @yearAgo and m.at < @now), 0) * s.value * 1.0 / s.qty as acv from stock s),
  ranked as (select part, acv, sum(acv) over (order by acv desc, part rows between unbounded preceding and current row) - acv
      as before, sum(acv) over () as total from consumed),
  classed as (select part, case when acv > 0 and before < total * 0.8 then 'A'
      when acv > 0 and before < total * 0.95 then 'B' else 'C' end as abc from ranked),
  ends as (select s.part, e.place, coalesce((select sum(m.value) from move m where m.part = s.part and m.at < e.at), 0) as fen
      from stock s cross join month_end e),
  average as (select part, sum(case when place in (0, 12) then fen else 2 * fen end) as fen24 from ends group by part),
  issued as (select s.part, coalesce((select -sum(m.value) from move m where m.part = s.part and m.type = 'ISSUE_SALE'
      and m.at >= (select at from month_end where place = 0) and m.at < (select at from month_end where place = 12)), 0) as fen
      from stock s),
  ordered as (select m.part, (@now - 1 - m.at) / @week as week, -m.qty as qty from move m join stock s on s.part = m.part
      where m.type = 'ISSUE_SALE' and m.at < @now and (@now - 1 - m.at) / @week < s.weeks),
  sizes as (select part, count(*) as n, avg(qty) as mean,
      case when count(*) > 1 then sqrt(max(0, (sum(qty * qty) - count(*) * avg(qty) * avg(qty)) / (count(*) - 1.0))) end as sd
      from ordered group by part),
  kept as (select o.* from ordered o join sizes z on z.part = o.part
      where z.sd is null or z.sd < 1e-9 or o.qty <= z.mean + 3 * z.sd),
  weekly as (select part, week, sum(qty) as qty from kept group by part, week),
  demand as (select s.part, s.weeks, coalesce(sum(w.qty), 0) * 1.0 / s.weeks as mean, count(w.week) as busy,
      coalesce(sum(w.qty * w.qty), 0) as squares from stock s left join weekly w on w.part = s.part group by s.part),
  spread as (select *, sqrt(max(0, (squares - weeks * mean * mean) / (weeks - 1))) as sd from demand),
  judged as (select p.*, c.abc, case c.abc when 'A' then 0.98 when 'B' then 0.95 else 0.90 end as level,
      case c.abc when 'A' then 2.0537 when 'B' then 1.6449 else 1.2816 end as z,
      p.busy = 0 or round(100.0 * p.weeks / p.busy) >= 132 or p.mean * 3 < 10 as rare
      from spread p join classed c on c.part = p.part),
  poisson as (
    select part, 0 as k, exp(-mean * 3) as term, exp(-mean * 3) as covered, level, mean * 3 as lambda from judged where rare
    union all
    select part, k + 1, term * lambda / (k + 1), covered + term * lambda / (k + 1), level, lambda from poisson
     where covered < level and k < 2000),
  rare as (select part, max(k) as k from poisson group by part)
select j.part as partNo, j.abc, (2 * a.fen24 + 24) / 48 as averageFen, i.fen as issuedFen,
       case when a.fen24 = 0 then null else (4800 * i.fen + a.fen24) / (2 * a.fen24) end as turnsCenti,
       case when j.rare then 'POISSON' else 'NORMAL' end as method,
       cast(1000 * ceil(round(case when j.rare then max(0, r.k - j.mean * 3) else j.z * j.sd * 2 end, 3)) as integer) as safetyMilli,
       cast(1000 * case when j.rare then r.k else ceil(round(j.mean * 3 + j.z * j.sd * 2, 6)) end as integer) as reorderMilli
  from judged j join average a on a.part = j.part join issued i on i.part = j.part left join rare r on r.part = j.part
 order by j.part`;
