import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import type { KeyMap } from '../ui/keyboard.ts';
import { navigate } from '../ui/navigation.ts';

/** The lists of the room, each by its digit. */
const PARTS_VIEWS = ['stock', 'ledger', 'planning', 'turnover', 'reports', 'preparation'] as const;
export type PartsView = (typeof PARTS_VIEWS)[number];

export function isPartsView(name: string): name is PartsView {
  return PARTS_VIEWS.some((view) => view === name);
}

const open = (view: PartsView): void => navigate('parts', view === 'stock' ? null : view);

export function viewKeys(): KeyMap {
  return Object.fromEntries(PARTS_VIEWS.map((view, at) => [`Digit${String(at + 1)}`, () => open(view)]));
}

export function PartsViews({ view: shown }: { view: PartsView }) {
  const { t } = useTranslation();
  return PARTS_VIEWS.map((view, at) => (
    <Button
      key={view}
      look={view === shown ? 'primary' : 'normal'}
      keyName={String(at + 1)}
      onClick={() => open(view)}
      testId={`parts-${view}`}
    >
      {t(`partsView.${view}`)}
    </Button>
  ));
}
