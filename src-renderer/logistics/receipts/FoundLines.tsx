import { useTranslation } from 'react-i18next';
import type { FoundLines as Found, PurchaseDocument } from '../../../src-shared/contract/goods-receipts.contract.ts';
import { formatQty } from '../../ui/format.ts';
import { milliOf } from '../application-draft.ts';

const QUANTITIES = ['okMilli', 'damagedMilli', 'wrongMilli', 'overMilli'] as const;
type Quantity = (typeof QUANTITIES)[number];
type Line = PurchaseDocument['lines'][number];

/** What was written of parts by their numbers; what is not written stands as it was found before, else as announced. */
export type WrittenLines = Readonly<Record<string, Partial<Record<Quantity, string>>>>;

interface Asked {
  lines: readonly Line[];
  found: Found;
  written: WrittenLines;
}

function textOf({ found, written }: Asked, line: Line, quantity: Quantity): string {
  const text = written[line.partNo]?.[quantity];
  if (text !== undefined) return text;
  const before = found.find(({ partNo }) => partNo === line.partNo);
  const milli = before === undefined ? (quantity === 'okMilli' ? line.openMilli : 0) : before[quantity];
  return formatQty(milli).replaceAll(',', '');
}

/** What was found as it is sent; null while a number cannot be read. */
export function foundLinesOf(asked: Asked): Found | null {
  const found = asked.lines.map((line) => {
    const [okMilli = null, damagedMilli = null, wrongMilli = null, overMilli = null] = QUANTITIES.map((quantity) =>
      milliOf(textOf(asked, line, quantity)),
    );
    if (okMilli === null || damagedMilli === null || wrongMilli === null || overMilli === null) return null;
    return { partNo: line.partNo, okMilli, damagedMilli, wrongMilli, overMilli };
  });
  return found.every((line) => line !== null) ? found : null;
}

/** Of every part: good, damaged, wrong and over, one field after the other. */
export function FoundLines({ onChange, ...asked }: Asked & { onChange: (written: WrittenLines) => void }) {
  const { t } = useTranslation();
  const { lines, written } = asked;
  return (
    <div className="application-step-lines">
      {lines.length === 0 ? null : (
        <div className="arrival-line">
          <span className="label">{t('receipt.part')}</span>
          {QUANTITIES.map((quantity) => (
            <span className="label" key={quantity}>
              {t(`arrival.${quantity}`)}
            </span>
          ))}
        </div>
      )}
      {lines.map((line, index) => (
        <div className="arrival-line" key={line.partNo}>
          <span>
            <span className="mono">{line.partNo}</span> {line.partName}{' '}
            <span className="dim">
              {t('receipt.lineFigures', { sent: formatQty(line.sentMilli), open: formatQty(line.openMilli) })}
            </span>
          </span>
          {QUANTITIES.map((quantity) => (
            <input
              key={quantity}
              className="input num"
              inputMode="decimal"
              value={textOf(asked, line, quantity)}
              aria-label={t(`arrival.${quantity}`)}
              onChange={(event) =>
                onChange({ ...written, [line.partNo]: { ...written[line.partNo], [quantity]: event.target.value } })
              }
              data-testid={`receive-${quantity}-${String(index)}`}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
