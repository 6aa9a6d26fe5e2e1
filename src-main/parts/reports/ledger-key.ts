/** The movements `m` of exactly the place a count line `l` is about: the same key in the same bin. */
export const OF_COUNT_LINE = `m.warehouse_id = l.warehouse_id and m.part_id = l.part_id and coalesce(m.bin_id, '') = coalesce(l.bin_id, '')
    and m.owner = l.owner and m.condition = l.condition and m.batch_no = l.batch_no and m.serial_no = l.serial_no`;

/** What a row of the ledger `m` is known by where it stands behind a figure. */
export const MOVEMENT = `m.seq, m.effective_at_ms as atMs, m.type, coalesce(m.doc_no, m.erp_doc_no) as docNo,
    (select u.name from app_user u where u.id = m.user_id) as byName`;
