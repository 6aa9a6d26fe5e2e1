import { useTranslation } from 'react-i18next';
import type { KeyMap } from '../ui/keyboard.ts';
import { navigate } from '../ui/navigation.ts';
import { Tabs } from '../ui/Tabs.tsx';

/** The lists of the room, each by its digit. */
const PARTS_VIEWS = [
  'stock',
  'ledger',
  'planning',
  'turnover',
  'reports',
  'preparation',
  'purchase',
  'exceptions',
] as const;
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
  return (
    <Tabs
      label={t('room.parts')}
      names={PARTS_VIEWS}
      shown={shown}
      text={(view) => t(`partsView.${view}`)}
      onOpen={open}
      testId={(view) => `parts-${view}`}
    />
  );
}
