import { useTranslation } from 'react-i18next';
import type { ApplicationLookup } from '../../src-shared/contract/logistics.contract.ts';
import { Button } from '../ui/Button.tsx';
import { FieldFault, Text } from './FormFields.tsx';

export interface WrittenLine {
  partNo: string;
  qty: string;
}

interface PartLinesProps {
  lines: readonly WrittenLine[];
  /** By the number as it was written. */
  parts: ApplicationLookup['parts'];
  faults: Readonly<Record<string, string>>;
  onChange: (lines: WrittenLine[]) => void;
}

/** Parts with how many, as they are being typed; the name beside the number says that it was found. */
export function PartLines({ lines, parts, faults, onChange }: PartLinesProps) {
  const { t } = useTranslation();
  const set = (at: number, change: Partial<WrittenLine>): void =>
    onChange(lines.map((line, index) => (index === at ? { ...line, ...change } : line)));
  return (
    <div className="application-lines">
      <span className="label">{t('counts.partNo')}</span>
      <span className="label">{t('logistics.qtyReq')}</span>
      <span className="label">
        <FieldFault reason={faults.lines} testId="fault-lines" />
      </span>
      {lines.map((line, index) => {
        const part = parts[line.partNo.normalize('NFKC').trim()];
        const place = String(index);
        return (
          <div className="application-line" key={place}>
            <Text
              value={line.partNo}
              onChange={(partNo) => set(index, { partNo })}
              testId={`line-part-${place}`}
              mono
            />
            <Text value={line.qty} onChange={(qty) => set(index, { qty })} testId={`line-qty-${place}`} mono />
            <span className="dim" role="status" data-testid={`line-name-${place}`}>
              <FieldFault reason={faults[`lines.${place}.part`]} testId={`fault-part-${place}`} />
              <FieldFault reason={faults[`lines.${place}.qty`]} testId={`fault-qty-${place}`} />
              {part == null ? '' : `${part.name} · ${part.uom}`}
              {part?.substituteNo == null ? '' : ` · ${t('logistics.replacedBy', { no: part.substituteNo })}`}
            </span>
          </div>
        );
      })}
      <Button onClick={() => onChange([...lines, { partNo: '', qty: '' }])} testId="line-add">
        {t('logistics.addLine')}
      </Button>
    </div>
  );
}
