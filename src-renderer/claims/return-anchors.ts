import type { TFunction } from 'i18next';
import type { ClaimEvidence } from '../../src-shared/contract/claim-evidence.contract.ts';
import type { ClaimDetail, DecisionInput } from '../../src-shared/contract/claims.contract.ts';

/** What a remark may be about; the value names the place, the label is what a person picks. */
export interface Anchor {
  value: string;
  label: string;
}

/** Fields of a claim that a station mends most often. */
const FIELDS = ['mileageKm', 'failureDate', 'repairFinishDate', 'vin', 'plateNo'] as const;

/** The whole claim, its lines, its fields and its photographs, in the order they are read. */
export function anchorsOf(t: TFunction, detail: ClaimDetail, evidence: ClaimEvidence | null): Anchor[] {
  return [
    { value: '', label: t('claims.remarkWhole') },
    ...detail.lines.map((line) => ({
      value: String(line.seq),
      label: `${t('claims.lineNo', { seq: line.seq })} ${line.description}`,
    })),
    ...FIELDS.map((field) => ({ value: `field:${field}`, label: t(`anchor.field.${field}`) })),
    ...(evidence?.photos ?? []).map((photo) => ({
      value: `photo:${photo.id}`,
      label: `${t('photo.title')} ${t([`attachmentKind.${photo.kind}`, 'ui.verbatim'], { value: photo.kind })}`,
    })),
  ];
}

/** The words of a return as the command takes them: a note on the whole claim or a line, else a remark with its place. */
export function returned(text: string, anchor: string): Partial<DecisionInput> {
  const [kind = '', name = ''] = anchor.split(':');
  if (name === '') return { note: text, remarkLineSeq: kind === '' ? null : Number(kind) };
  const place = { lineSeq: null, field: kind === 'field' ? name : null, attachmentId: kind === 'photo' ? name : null };
  return { note: '', remarks: [{ ...place, text }] };
}
