import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimDetail, DecisionInput } from '../../src-shared/contract/claims.contract.ts';
import { useKeys } from '../ui/keyboard.ts';
import { runToastAction } from '../ui/toasts.ts';
import { ActionBar } from './ActionBar.tsx';
import { AdjustDialog } from './AdjustDialog.tsx';
import { HISTORY_ID } from './ClaimEvidence.tsx';
import { HoldDialog } from './HoldDialog.tsx';
import { OverrideDialog } from './OverrideDialog.tsx';
import { ReasonDialog, useReasons } from './ReasonDialog.tsx';
import { PLAIN_APPROVAL, useDecide } from './use-decide.ts';
import { WhyDialog } from './WhyDialog.tsx';

type Asking = 'reject' | 'return' | 'hold' | 'adjust' | 'override' | { why: number | null } | null;

interface ClaimDeskProps {
  detail: ClaimDetail;
  onDecided: () => void;
  /** The evidence shown is still of the row before: nothing may be decided on it. */
  stale?: boolean;
  /** Where a key pressed meanwhile is kept for the row it was meant for. */
  queued?: KeyQueue;
  /** The part above the buttons; gets the door to "why". */
  children: (onWhy: (seq: number | null) => void) => React.ReactNode;
}

export interface KeyQueue {
  id: string | null;
  code: string | null;
}

export const createKeyQueue = (): KeyQueue => ({ id: null, code: null });

/** A claim with everything one can do to it, by button or by the same key; in the queue's panel and on its own page. */
export function ClaimDesk({ detail, onDecided, stale = false, queued, children }: ClaimDeskProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<Asking>(null);
  const [note, setNote] = useState<string | null>(null);
  const { decide, undo } = useDecide(onDecided);
  // Asked for now, so that R and a digit right after it find the reasons already here.
  useReasons();
  const { claim } = detail;
  const may = (action: string): boolean => !stale && detail.allowedActions.includes(action);
  const settle = (decision: Partial<DecisionInput>): void => {
    setAsking(null);
    setNote(null);
    decide(claim, { ...PLAIN_APPROVAL, note: note ?? '', ...decision });
  };
  const actions = {
    approve: () => {
      if (!may('APPROVE')) return;
      // Passing over a rule that blocks is allowed with a written word only.
      if (hasOpenBlock(detail) && (note ?? '').trim() === '') setAsking('override');
      else settle({});
    },
    reject: () => may('REJECT') && setAsking('reject'),
    sendBack: () => may('RETURN') && setAsking('return'),
    hold: () => (may('RELEASE') ? settle({ action: 'RELEASE' }) : may('HOLD') && setAsking('hold')),
    adjust: () => may('APPROVE') && setAsking('adjust'),
    why: () => setAsking({ why: null }),
    note: () => setNote(note ?? ''),
    history: () => document.getElementById(HISTORY_ID)?.scrollIntoView({ block: 'center' }),
    undo: () => {
      if (!runToastAction() && detail.undoUntilMs !== null) undo(claim);
    },
  };
  const keys: Readonly<Record<string, () => unknown>> = {
    KeyA: actions.approve,
    KeyR: actions.reject,
    KeyT: actions.sendBack,
    KeyP: actions.hold,
    KeyE: actions.adjust,
    KeyW: actions.why,
    KeyN: actions.note,
    KeyH: actions.history,
    KeyZ: actions.undo,
  };
  useDeskKeys(keys, stale, queued);
  const close = (): void => setAsking(null);
  return (
    <>
      {children((seq) => setAsking({ why: seq }))}
      <ActionBar actions={actions} may={may} note={note} onNote={setNote} />
      {asking === 'reject' || asking === 'return' ? (
        <ReasonDialog
          title={t(asking === 'reject' ? 'claims.rejectTitle' : 'claims.returnTitle', { no: claim.no ?? '' })}
          confirmText={t(asking === 'reject' ? 'action.REJECT' : 'action.RETURN')}
          noteRequired={asking === 'return'}
          note={note ?? ''}
          onClose={close}
          {...(asking === 'return' ? { lines: detail.lines } : {})}
          onConfirm={(reasonCode, written, remarkLineSeq) =>
            settle(
              asking === 'reject'
                ? { action: 'REJECT', reasonCode, note: written }
                : { action: 'RETURN', reasonCode, note: written, remarkLineSeq },
            )
          }
        />
      ) : null}
      {asking === 'hold' ? (
        <HoldDialog onClose={close} onConfirm={(holdReason) => settle({ action: 'HOLD', holdReason })} />
      ) : null}
      {asking === 'adjust' ? (
        <AdjustDialog
          detail={detail}
          note={note ?? ''}
          onClose={close}
          onConfirm={(lines, written) => settle({ lines, note: written })}
        />
      ) : null}
      {asking === 'override' ? (
        <OverrideDialog hits={detail.hits} onClose={close} onConfirm={(written) => settle({ note: written })} />
      ) : null}
      {typeof asking === 'object' && asking !== null ? (
        <WhyDialog detail={detail} seq={asking.why} onClose={close} />
      ) : null}
    </>
  );
}

function hasOpenBlock(detail: ClaimDetail): boolean {
  return detail.hits.some((hit) => hit.severity === 'BLOCK' && hit.state === 'OPEN');
}

/** While the evidence is on its way the key is kept; it acts once, on the claim it was pressed for. */
function useDeskKeys(
  keys: Readonly<Record<string, () => unknown>>,
  stale: boolean,
  queued: KeyQueue | undefined,
): void {
  useKeys(
    Object.fromEntries(
      Object.entries(keys).map(([code, run]) => [
        code,
        () => {
          if (!stale) run();
          else if (queued !== undefined) queued.code = code;
        },
      ]),
    ),
  );
  useEffect(() => {
    const code = queued?.code ?? null;
    if (stale || queued === undefined || code === null) return;
    queued.code = null;
    keys[code]?.();
  }, [stale]);
}
