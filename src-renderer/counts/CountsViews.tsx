import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import type { KeyMap } from '../ui/keyboard.ts';
import { navigate } from '../ui/navigation.ts';

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
  return COUNTS_VIEWS.map((view, at) => (
    <Button
      key={view}
      look={view === shown ? 'primary' : 'normal'}
      keyName={String(at + 1)}
      onClick={() => open(view)}
      testId={`counts-${view}`}
    >
      {t(`countsView.${view}`)}
    </Button>
  ));
}
