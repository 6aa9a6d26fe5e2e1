import { useTranslation } from 'react-i18next';
import type { StockPeriodDetail } from '../../src-shared/contract/count-periods.ts';
import { formatInteger } from '../ui/format.ts';
import { Tag } from '../ui/Tag.tsx';

/** The items with their state in words: done, missing, to be explained, or proved by the server at the closing. */
export function PeriodChecklist({ items }: { items: StockPeriodDetail['items'] }) {
  const { t } = useTranslation();
  return (
    <ul className="period-checks">
      {items.map(({ check, isDone, isNeeded, number, names }) => {
        const state = isDone === null ? 'atClose' : isDone ? 'done' : isNeeded ? 'missing' : 'toExplain';
        return (
          <li key={check} data-testid={`period-check-${check}`} data-state={state}>
            <Tag tone={TONES[state]}>{t(`periodState.${state}`)}</Tag>
            <span>
              {t(`periodCheck.${check}`)}
              {number > 0 ? <b> {formatInteger(number)}</b> : null}
              {names.length === 0 ? null : (
                <small className="dim">
                  {names.slice(0, MOST_NAMES).join(t('period.comma'))}
                  {names.length > MOST_NAMES ? ' …' : ''}
                </small>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

const TONES = { done: 'ok', missing: 'bad', toExplain: 'warn', atClose: 'info' } as const;
const MOST_NAMES = 6;
