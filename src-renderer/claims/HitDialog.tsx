import { useTranslation } from 'react-i18next';
import type { RuleHitDetail } from '../../src-shared/contract/claims.contract.ts';
import type { HitExtra } from '../../src-shared/contract/claim-evidence.contract.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { FactList } from '../ui/FactList.tsx';
import { hitSeries, type HitSeries } from './hit-series.ts';
import { ruleTitle, sentenceText } from './rule-text.ts';

interface HitDialogProps {
  hit: RuleHitDetail;
  extras: readonly HitExtra[];
  onClose: () => void;
}

/** Everything a hit keeps: its sentence, the figures as bars with the line of the limit, and every fact. */
export function HitDialog({ hit, extras, onClose }: HitDialogProps) {
  const { t } = useTranslation();
  const series = hitSeries(hit);
  const shown = Object.entries(hit.facts).filter(
    ([name, value]) => value !== null && !name.endsWith('Id') && name !== 'context' && name !== 'series',
  );
  return (
    <Dialog
      title={ruleTitle(t, hit.ruleId)}
      onClose={onClose}
      width={640}
      testId="hit-dialog"
      foot={
        <Button onClick={onClose} keyName="Esc" look="primary" autoFocus>
          {t('ui.close')}
        </Button>
      }
    >
      <p>{sentenceText(t, hit)}</p>
      {series === null ? null : <Bars series={series} label={ruleTitle(t, hit.ruleId)} />}
      {extras
        .filter(({ hitId }) => hitId === hit.id)
        .map(({ name, values }) => (
          <div key={name} className="entry" data-testid="hit-extra">
            {t(`extra.${name}`)}
            {values.map((value) => (
              <div key={value} className="mono">
                {value}
              </div>
            ))}
          </div>
        ))}
      <FactList facts={Object.fromEntries(shown)} />
    </Dialog>
  );
}

const WIDTH = 580;
const HEIGHT = 150;
const FOOT = 16;

/** Bars to scale; the one that is meant stands out, the broken line is the limit, a dash over a bar what would be expected. */
function Bars({ series, label }: { series: HitSeries; label: string }) {
  const { bars, limit } = series;
  const highest = Math.max(1, limit ?? 0, ...bars.map(({ value, expected }) => Math.max(value, expected ?? 0)));
  const yOf = (value: number): number => 4 + (HEIGHT - FOOT - 4) * (1 - value / highest);
  const step = WIDTH / Math.max(1, bars.length);
  return (
    <svg className="bars" viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-label={label}>
      {bars.map(({ name, value, isMine, expected }, index) => (
        <g key={index} className={isMine ? 'mine' : ''}>
          <rect
            x={index * step + step * 0.15}
            y={yOf(value)}
            width={step * 0.7}
            height={Math.max(1, HEIGHT - FOOT - yOf(value))}
          />
          {expected === undefined ? null : (
            <line x1={index * step} x2={(index + 1) * step} y1={yOf(expected)} y2={yOf(expected)} />
          )}
          <text x={(index + 0.5) * step} y={HEIGHT - 3}>
            {name}
          </text>
        </g>
      ))}
      {series.limitAfter === undefined ? null : (
        <line className="limit" x1={series.limitAfter * step} x2={series.limitAfter * step} y1={0} y2={HEIGHT - FOOT} />
      )}
      {limit === null ? null : <line className="limit" x1={0} x2={WIDTH} y1={yOf(limit)} y2={yOf(limit)} />}
    </svg>
  );
}
