import { useTranslation } from 'react-i18next';
import type { KeyMap } from '../ui/keyboard.ts';
import { navigate } from '../ui/navigation.ts';
import { Tabs } from '../ui/Tabs.tsx';

/** The lists of the room, each by its digit. */
const LOGISTICS_VIEWS = ['applications', 'orders', 'receipts', 'damages', 'limits', 'road'] as const;
export type LogisticsView = (typeof LOGISTICS_VIEWS)[number];

const open = (view: LogisticsView): void => navigate('logistics', view === 'applications' ? null : view);

export function viewKeys(): KeyMap {
  return Object.fromEntries(LOGISTICS_VIEWS.map((view, at) => [`Digit${String(at + 1)}`, () => open(view)]));
}

export function LogisticsViews({ view: shown }: { view: LogisticsView }) {
  const { t } = useTranslation();
  return (
    <Tabs
      label={t('room.logistics')}
      names={LOGISTICS_VIEWS}
      shown={shown}
      text={(view) => t(`logisticsView.${view}`)}
      onOpen={open}
      testId={(view) => `logistics-${view}`}
    />
  );
}
