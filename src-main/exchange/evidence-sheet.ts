import type { ClaimDetail } from '../../src-shared/contract/claims.contract.ts';
import type { PaperLink } from '../../src-shared/contract/paper.contract.ts';
import { escapeXml } from './bulk-workbook-xml.ts';
import { shanghaiTime, yuanText } from './export-notes.ts';
import type { WorkbookText } from './workbook-text.ts';

/** A photograph of the claim as it lies beside the sheet; null = the server has no content of it. */
export interface SheetPhoto {
  kind: string;
  fileName: string;
  sha256: string;
  takenAtMs: number | null;
  path: string | null;
}

/** What one evidence sheet says. */
export interface SheetFacts {
  detail: ClaimDetail;
  papers: readonly PaperLink[];
  photos: readonly SheetPhoto[];
  /** Who made it and when, in one line. */
  madeBy: string;
  lang: string;
}

const STYLE = `body{font:14px/1.5 sans-serif;margin:24px;max-width:1100px;color:#1b2430}h1{font-size:20px}h2{font-size:15px;margin:20px 0 6px}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #c9d1dc;padding:3px 6px;text-align:left;vertical-align:top}th{background:#f1f4f8}
td.n{text-align:right;white-space:nowrap}figure{display:inline-block;margin:0 12px 12px 0;width:240px;vertical-align:top}
img{max-width:240px;max-height:180px}figcaption,small{font-size:12px;color:#5b6675;word-break:break-all}`;

/** The whole evidence of one claim as a page every browser shows without a network; photographs by their place beside it. */
export function evidenceSheet(facts: SheetFacts, t: WorkbookText): string {
  const { detail, photos } = facts;
  const { claim } = detail;
  const no = claim.no ?? claim.id;
  return `<!doctype html><html lang="${facts.lang}"><head><meta charset="utf-8"><title>${escapeXml(no)}</title><style>${STYLE}</style></head>
<body><h1>${escapeXml(no)} · ${escapeXml(t(`claimStatus.${claim.status}`))}</h1>
${table([], headRows(detail, t))}
${part(
  t('evidence.lines'),
  table(
    LINE_HEADS.map((key) => t(key)),
    detail.lines.map((line) => lineRow(line, t)),
  ),
)}
${part(
  t('evidence.hits'),
  table(
    HIT_HEADS.map((key) => t(key)),
    detail.hits.map((hit) => hitRow(hit, t)),
  ),
)}
${part(
  t('evidence.decisions'),
  table(
    DECISION_HEADS.map((key) => t(key)),
    detail.decisions.map((entry) => decisionRow(entry, t)),
  ),
)}
${part(
  t('evidence.remarks'),
  table(
    REMARK_HEADS.map((key) => t(key)),
    detail.remarks.map(remarkRow),
  ),
)}
${part(
  t('evidence.papers'),
  table(
    PAPER_HEADS.map((key) => t(key)),
    facts.papers.map((paper) => paperRow(paper, t)),
  ),
)}
${part(
  t('evidence.visits'),
  table(
    VISIT_HEADS.map((key) => t(key)),
    detail.visits.map((visit) => visitRow(visit, t)),
  ),
)}
<h2>${escapeXml(t('sampling.photos'))}</h2>${photos.length === 0 ? '–' : photos.map((photo) => figure(photo, t)).join('')}
<p><small>${escapeXml(facts.madeBy)}</small></p></body></html>\n`;
}

/** A cell: a text, or an amount that stands on the right. */
type Cell = string | { fen: number };

const LINE_HEADS = [
  ...['book.line', 'book.lineType', 'book.item', 'book.description', 'book.claimed', 'book.std', 'evidence.payable'],
  ...['book.approved', 'evidence.decision', 'book.reason'],
];
const HIT_HEADS = [
  'evidence.rule',
  'evidence.version',
  'evidence.severity',
  'book.line',
  'evidence.finding',
  'evidence.state',
];
const DECISION_HEADS = [
  ...['evidence.at', 'evidence.person', 'evidence.level', 'evidence.action', 'evidence.from', 'evidence.to'],
  ...['evidence.before', 'evidence.after', 'book.reason', 'evidence.note'],
];
const REMARK_HEADS = ['evidence.at', 'evidence.person', 'book.line', 'evidence.note'];
const PAPER_HEADS = ['evidence.paper', 'evidence.number', 'evidence.about', 'evidence.date', 'evidence.amount'];
const VISIT_HEADS = ['book.claimNo', 'book.finish', 'book.station', 'evidence.about', 'book.mileage', 'book.claimed'];

function headRows({ claim, ...detail }: ClaimDetail, t: WorkbookText): Cell[][] {
  const code = (one: { code: string; name: string | null } | null): string =>
    one === null ? '' : `${one.code} ${one.name ?? ''}`.trim();
  return [
    [t('book.station'), `${claim.claimantCode} ${claim.claimantName}`],
    [t('book.vin'), `${claim.vin} ${claim.plateNo ?? ''}`.trim()],
    [t('book.model'), claim.modelName ?? ''],
    [t('book.failure'), claim.failureDate],
    [t('book.finish'), claim.repairFinishDate],
    [t('book.mileage'), claim.mileageKm === null ? '' : String(claim.mileageKm)],
    [t('book.complaint'), detail.complaintText ?? code(detail.faultCodes.complaint)],
    [t('book.cause'), code(detail.faultCodes.cause)],
    [t('book.action'), code(detail.faultCodes.action)],
    [t('book.claimed'), yuanText(claim.claimedFen)],
    [t('evidence.payable'), yuanText(claim.payableFen)],
    [t('book.approved'), yuanText(claim.approvedFen)],
    [t('book.note.ruleset'), detail.rulesetVersion === null ? '' : String(detail.rulesetVersion)],
  ];
}

function lineRow(line: ClaimDetail['lines'][number], t: WorkbookText): Cell[] {
  return [
    ...[String(line.seq), t(`costType.${line.costType}`), line.itemCode ?? '', line.description],
    ...[line.claimedFen, line.stdFen, line.payableFen, line.approvedFen].map((fen) => ({ fen })),
    ...[t(`lineDecision.${line.decision}`), reasonText(line.reasonCode, t)],
  ];
}

function hitRow(
  { ruleId, rulesetVersion, severity, lineSeq, facts, state }: ClaimDetail['hits'][number],
  t: WorkbookText,
) {
  const finding = t([`rule.${ruleId}.headline`, `rule.${ruleId}.title`, 'claims.unknownRule'], { ...facts, ruleId });
  return [
    ...[ruleId, String(rulesetVersion), t(`severity.${severity}`), lineSeq === null ? '' : String(lineSeq), finding],
    t(`hitState.${state}`),
  ];
}

function decisionRow(entry: ClaimDetail['decisions'][number], t: WorkbookText): Cell[] {
  const byName = entry.forName === null ? entry.byName : `${entry.byName} (${entry.forName})`;
  return [
    ...[shanghaiTime(entry.atMs), byName, entry.level, t(`action.${entry.action}`)],
    ...[t(`claimStatus.${entry.statusFrom}`), t(`claimStatus.${entry.statusTo}`)],
    ...[
      { fen: entry.amountBeforeFen },
      { fen: entry.amountAfterFen },
      reasonText(entry.reasonCode, t),
      entry.note ?? '',
    ],
  ];
}

function remarkRow({ atMs, byName, lineSeq, text }: ClaimDetail['remarks'][number]): Cell[] {
  return [shanghaiTime(atMs), byName, lineSeq === null ? '' : String(lineSeq), text];
}

function paperRow({ kind, no, text, businessDate, amountFen }: PaperLink, t: WorkbookText): Cell[] {
  const amount: Cell = amountFen === null ? '' : { fen: amountFen };
  return [t(`paper.kind.${kind}`), no, text ?? '', businessDate ?? '', amount];
}

function visitRow(visit: ClaimDetail['visits'][number], t: WorkbookText): Cell[] {
  const no = `${visit.no ?? visit.claimId} · ${t(`claimStatus.${visit.status}`)}`;
  const mileage = visit.mileageKm === null ? '' : String(visit.mileageKm);
  return [no, visit.repairFinishDate, visit.claimantName, visit.mainItem ?? '', mileage, { fen: visit.claimedFen }];
}

const reasonText = (code: string | null, t: WorkbookText): string =>
  code === null ? '' : `${code} ${t([`reason.${code}`, code])}`;

function part(title: string, content: string): string {
  return `<h2>${escapeXml(title)}</h2>${content}`;
}

function table(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return '–';
  const head = heads.length === 0 ? '' : `<tr>${heads.map((text) => `<th>${escapeXml(text)}</th>`).join('')}</tr>`;
  const cell = (one: Cell): string =>
    typeof one === 'string' ? `<td>${escapeXml(one)}</td>` : `<td class="n">${yuanText(one.fen)}</td>`;
  return `<table>${head}${rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('')}</table>`;
}

function figure({ kind, fileName, sha256, takenAtMs, path }: SheetPhoto, t: WorkbookText): string {
  const name = escapeXml(`${t(`attachmentKind.${kind}`)} · ${fileName}`);
  const taken = takenAtMs === null ? '' : ` · ${shanghaiTime(takenAtMs)}`;
  const shown =
    path === null
      ? `<p>${escapeXml(t('evidence.photoMissing'))}</p>`
      : `<a href="${escapeXml(path)}"><img src="${escapeXml(path)}" alt="${name}"></a>`;
  return `<figure>${shown}<figcaption>${name}${taken}<br>${sha256}</figcaption></figure>`;
}
