import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import { formatInteger } from '../ui/format.ts';
import type { GridLayer } from './grid-layer.ts';
import { figureText } from './range-figures.ts';

/** Count, sum, average, least and most of the chosen block; while rows are fetched for a copy, how far it is. */
export function RangeStrip<Row extends object>({ layer }: { layer: GridLayer<Row> }) {
  const { t } = useTranslation();
  const { cells, figures } = useSyncExternalStore(layer.state.subscribe, layer.state.read);
  const copying = useSyncExternalStore(layer.copying.subscribe, layer.copying.read);
  const totals = figures?.totals ?? null;
  return (
    <span className="range-strip" data-testid="range-strip">
      {copying === null ? null : (
        <span data-testid="copying">
          {t('grid.copying', { done: formatInteger(copying.done), total: formatInteger(copying.total) })}{' '}
          <Button look="link" onClick={() => layer.stopCopy()}>
            {t('ui.cancel')}
          </Button>
        </span>
      )}
      {cells === 0 ? null : (
        <span>
          {t('grid.cells')} <b data-testid="range-cells">{formatInteger(cells)}</b>
        </span>
      )}
      {figures === null ? null : (
        <span>
          {t('grid.filled')} <b data-testid="range-count">{formatInteger(figures.filled)}</b>
        </span>
      )}
      {totals === null ? null : (
        <>
          <Figure name="sum" value={totals.sum} scale={totals.scale} />
          <Figure name="average" value={totals.average} scale={totals.scale} />
          <Figure name="least" value={totals.least} scale={totals.scale} />
          <Figure name="most" value={totals.most} scale={totals.scale} />
        </>
      )}
    </span>
  );
}

function Figure({ name, value, scale }: { name: string; value: bigint | number; scale: number }) {
  const { t } = useTranslation();
  return (
    <span className={`range-${name}`}>
      {t(`grid.${name}`)} <b data-testid={`range-${name}`}>{figureText(value, scale)}</b>
    </span>
  );
}
