import { localRows } from './local-store.ts';
import { one } from './statement-in.ts';
import type { Desktop } from './world.ts';

interface Delivery {
  [column: string]: string | number;
  docNo: string;
  /** Parts of which something has not come yet. */
  lines: number;
}

/** A supplier's document of whose parts at least two pieces each have not come, and of which nobody has noted an arrival. */
export function openDelivery(desktop: Desktop): Delivery {
  return one(
    localRows<Delivery>(
      desktop,
      `select e.doc_no as docNo, count(*) as lines
         from (select d.doc_no, d.part_no, sum(d.qty_milli) - coalesce((select sum(l.qty_ok_milli + l.qty_damaged_milli)
                 from goods_receipt r join goods_receipt_line l on l.receipt_id = r.id join part p on p.id = l.part_id
                where r.source_doc_no = d.doc_no and p.part_no = d.part_no), 0) as open_milli
                 from erp_document_line d where d.doc_type = 'LF' and d.qty_milli > 0 group by d.doc_no, d.part_no) e
        where e.open_milli > 0 and e.doc_no not in (select source_doc_no from goods_arrival where status <> 'POSTED')
        group by e.doc_no having min(e.open_milli) >= 2000 order by count(*) desc, e.doc_no desc limit 1`,
    ),
    'delivery that is on its way',
  );
}
