import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import type { KeyMap } from '../ui/keyboard.ts';
import { navigate } from '../ui/navigation.ts';

/** The lists of the room, each by its digit. */
const LOGISTICS_VIEWS = ['applications', 'orders', 'receipts', 'damages', 'limits'] as const;
export type LogisticsView = (typeof LOGISTICS_VIEWS)[number];

const open = (view: LogisticsView): void => navigate('logistics', view === 'applications' ? null : view);

export function viewKeys(): KeyMap {
  return Object.fromEntries(LOGISTICS_VIEWS.map((view, at) => [`Digit${String(at + 1)}`, () => open(view)]));
}

export function LogisticsViews({ view: shown }: { view: LogisticsView }) {
  const { t } = useTranslation();
  return LOGISTICS_VIEWS.map((view, at) => (
    <Button
      key={view}
      look={view === shown ? 'primary' : 'normal'}
      keyName={String(at + 1)}
      onClick={() => open(view)}
      testId={`logistics-${view}`}
    >
      {t(`logisticsView.${view}`)}
    </Button>
  ));
}
