import { useTranslation } from 'react-i18next';
import type { KeyMap } from '../ui/keyboard.ts';
import { navigate } from '../ui/navigation.ts';
import { Tabs } from '../ui/Tabs.tsx';

/** The lists of the room, each by its digit. */
const COUNTS_VIEWS = ['sheets', 'periods'] as const;
export type CountsView = (typeof COUNTS_VIEWS)[number];

export function isCountsView(name: string): name is CountsView {
  return COUNTS_VIEWS.some((view) => view === name);
}

const open = (view: CountsView): void => navigate('counts', view === 'sheets' ? null : view);

export function countsViewKeys(): KeyMap {
  return Object.fromEntries(COUNTS_VIEWS.map((view, at) => [`Digit${String(at + 1)}`, () => open(view)]));
}

export function CountsViews({ view: shown }: { view: CountsView }) {
  const { t } = useTranslation();
  return (
    <Tabs
      label={t('room.counts')}
      names={COUNTS_VIEWS}
      shown={shown}
      text={(view) => t(`countsView.${view}`)}
      onOpen={open}
      testId={(view) => `counts-${view}`}
    />
  );
}
