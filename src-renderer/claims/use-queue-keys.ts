import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimRow } from '../../src-shared/contract/claim-row.contract.ts';
import type { GridHandle } from '../grid/PagedGrid.tsx';
import { ALL_TICKED, NOTHING_TICKED, toggleTick, type TickStore } from '../grid/selection.ts';
import { useKeys } from '../ui/keyboard.ts';
import { navigate } from '../ui/navigation.ts';
import { showToast } from '../ui/toasts.ts';
import { openClaim } from './open-claim.ts';

/** What may be done to everything ticked. */
export type BulkAction = 'APPROVE' | 'REJECT' | 'TAKE' | 'HAND_OVER';

interface QueueKeys {
  grid: RefObject<GridHandle<ClaimRow> | null>;
  ticks: TickStore;
  current: ClaimRow | null;
  onBulk: (action: BulkAction) => void;
  onFilter: () => void;
  onChooseFilter: () => void;
  /** While a group is swept: what Enter and Esc do instead of opening a claim and dropping the ticks. */
  sweep: { onDecide: () => void; onLeave: () => void } | null;
}

/**
 * The queue's own keys (design §8); those of the claim beside it are the desk's. No single key decides about two claims.
 * Returns what a bulk key does, for the palette.
 */
export function useQueueKeys(keys: QueueKeys): (action: BulkAction) => () => void {
  const { grid, ticks, current, onBulk, onFilter, onChooseFilter, sweep } = keys;
  const { t } = useTranslation();
  const down = (): void => grid.current?.move(1);
  const up = (): void => grid.current?.move(-1);
  const open = (): void => {
    if (current !== null) openClaim(current);
  };
  const tick = (): void => {
    if (current !== null) ticks.write(toggleTick(ticks.read(), current.id));
  };
  const bulk = (action: BulkAction) => (): void => {
    const ticked = ticks.read();
    if (ticked.mode === 'ids' && ticked.ids.size === 0) showToast({ text: t('claims.tickFirst') });
    else onBulk(action);
  };
  useKeys({
    KeyJ: down,
    ArrowDown: down,
    KeyK: up,
    ArrowUp: up,
    Enter: sweep?.onDecide ?? open,
    NumpadEnter: sweep?.onDecide ?? open,
    KeyO: open,
    KeyX: tick,
    'Ctrl+KeyA': () => ticks.write(ALL_TICKED),
    Escape: sweep?.onLeave ?? (() => ticks.write(NOTHING_TICKED)),
    'Shift+KeyA': bulk('APPROVE'),
    'Shift+KeyR': bulk('REJECT'),
    'Shift+KeyG': bulk('TAKE'),
    'Shift+KeyY': bulk('HAND_OVER'),
    'Alt+ArrowDown': onFilter,
    'Ctrl+Shift+KeyL': onChooseFilter,
    F1: () => navigate('exchange'),
    F5: () => grid.current?.refresh(),
  });
  return bulk;
}
