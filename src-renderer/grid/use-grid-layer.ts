import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { showToast } from '../ui/toasts.ts';
import { GridLayer, type LayerPort } from './grid-layer.ts';

export type LayerOptions<Row extends object> = Omit<LayerPort<Row>, 't' | 'tell' | 'columns'> & {
  columns: LayerPort<Row>['columns'] extends () => infer Columns ? Columns : never;
};

/** The layer of one grid for the life of its component; what it is lent may change at any time. */
export function useGridLayer<Row extends object>(options: LayerOptions<Row>): GridLayer<Row> {
  const { t } = useTranslation();
  const latest = useRef({ options, t });
  latest.current = { options, t };
  const layer = useMemo(() => {
    const { edit } = latest.current.options;
    return new GridLayer<Row>({
      columns: () => latest.current.options.columns,
      t: () => latest.current.t,
      fetch: (offset, limit) => latest.current.options.fetch(offset, limit),
      act: (action, event) => latest.current.options.act(action, event),
      tell: (text, tone = 'plain') => showToast({ text, tone }),
      ...(edit === undefined ? {} : { edit }),
    });
    // Made once; everything that changes is read through `latest`.
  }, []);
  useEffect(() => () => layer.detach(), [layer]);
  return layer;
}
