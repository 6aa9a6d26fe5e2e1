import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimEvidence } from '../../src-shared/contract/claim-evidence.contract.ts';
import type { ClaimDetail, DecisionInput, RuleHitDetail } from '../../src-shared/contract/claims.contract.ts';
import type { PresentPerson } from '../../src-shared/contract/server/audit.contract.ts';
import { useSession } from '../session/use-session.ts';
import { runToastAction, showToast } from '../ui/toasts.ts';
import { requestWhy } from '../ui/why-request.ts';
import { ActionBar } from './ActionBar.tsx';
import { DeskDialogs, type Asking } from './DeskDialogs.tsx';
import { evidenceDoorOf } from './hit-evidence.ts';
import { goToPapers } from './LinkTable.tsx';
import { useReasons } from './ReasonDialog.tsx';
import { worstFirst } from './RuleHits.tsx';
import { useClaimEvidence } from './use-claim-evidence.ts';
import { PLAIN_APPROVAL, useDecide } from './use-decide.ts';
import { useDeskKeys, type KeyQueue } from './use-desk-keys.ts';
import { usePresence } from './use-presence.ts';

/** What the parts of the panel may open, and the evidence they show. */
export interface DeskDoors {
  evidence: ClaimEvidence | null;
  evidenceError: Error | null;
  others: readonly PresentPerson[];
  photoAt: number | null;
  onWhy: (seq: number | null) => void;
  onHit: (hit: RuleHitDetail) => void;
  onMap: () => void;
  onPhoto: (index: number) => void;
  onCompare: (index: number) => void;
  /** Null = this person may not. */
  onTake: (() => void) | null;
  onHandOver: (() => void) | null;
}

interface ClaimDeskProps {
  detail: ClaimDetail;
  onDecided: () => void;
  /** The evidence shown is still of the row before: nothing may be decided on it. */
  stale?: boolean;
  /** Where a key pressed meanwhile is kept for the row it was meant for. */
  queued?: KeyQueue;
  /** The part above the buttons; gets the doors to everything that opens. */
  children: (doors: DeskDoors) => React.ReactNode;
}

/** A claim with everything one can do to it, by button or by the same key; in the queue's panel and on its own page. */
export function ClaimDesk({ detail, onDecided, stale = false, queued, children }: ClaimDeskProps) {
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
  const me = useSession().data?.user?.id ?? null;
  const mayTake = may('ASSIGN') && claim.holderId !== me;
  const doors = {
    ...useDoors(detail, setAsking),
    onTake: mayTake ? () => settle({ action: 'ASSIGN', assignTo: me }) : null,
    onHandOver: may('ASSIGN') ? () => setAsking('handOver') : null,
  };
  const actions = {
    approve: () => {
      if (!may('APPROVE')) return;
      // Passing over a rule that blocks is allowed with a written word only.
      if (hasOpenBlock(detail)) setAsking('override');
      else settle({});
    },
    reject: () => may('REJECT') && setAsking('reject'),
    sendBack: () => may('RETURN') && setAsking('return'),
    hold: () => (may('RELEASE') ? settle({ action: 'RELEASE' }) : may('HOLD') && setAsking('hold')),
    adjust: () => may('APPROVE') && setAsking('adjust'),
    reopen: () => may('REOPEN') && setAsking('reopen'),
    forStation: () => may('FOR_STATION') && setAsking('forStation'),
    reverse: () => may('REVERSE') && setAsking('reverse'),
    note: () => setNote(note ?? ''),
    undo: () => {
      if (!runToastAction() && detail.undoUntilMs !== null) undo(claim);
    },
  };
  useDeskKeys(
    {
      KeyA: actions.approve,
      KeyR: actions.reject,
      KeyT: actions.sendBack,
      KeyP: actions.hold,
      KeyE: actions.adjust,
      F8: actions.adjust,
      F9: actions.approve,
      KeyB: actions.reverse,
      KeyS: actions.forStation,
      KeyN: actions.note,
      KeyZ: actions.undo,
      KeyG: () => doors.onTake?.(),
      KeyY: () => doors.onHandOver?.(),
      KeyW: () => doors.onWhy(null),
      KeyH: () => showSection('visits'),
      KeyL: () => goToPapers(claim.id),
      KeyM: doors.onMap,
      KeyV: () => doors.step(1),
      'Shift+KeyV': () => doors.step(-1),
      Space: () => doors.enlarge(),
      KeyD: () => doors.compare(),
      ...hitKeys(detail, doors),
    },
    stale,
    queued,
  );
  return (
    <>
      {children(doors)}
      <ActionBar actions={actions} may={may} note={note} onNote={setNote} />
      <DeskDialogs
        asking={asking}
        detail={detail}
        evidence={doors.evidence}
        note={note ?? ''}
        onAsk={setAsking}
        onPhoto={doors.onPhotoAt}
        onSettle={settle}
      />
    </>
  );
}

type Doors = Omit<DeskDoors, 'onTake' | 'onHandOver'> & {
  step: (by: number) => void;
  enlarge: () => void;
  compare: () => void;
  onPhotoAt: (index: number) => void;
};

function useDoors(detail: ClaimDetail, ask: (asking: Asking) => void): Doors {
  const { t } = useTranslation();
  const answer = useClaimEvidence(detail.claim.id);
  const others = usePresence(detail.claim.id);
  const [photoAt, setPhotoAt] = useState<number | null>(null);
  const evidence = answer.data ?? null;
  const photos = evidence?.photos ?? [];
  const onPhoto = (index: number): void => {
    setPhotoAt(index);
    ask({ photo: index, compare: false });
  };
  const onCompare = (index: number, twinId?: string): void => {
    setPhotoAt(index);
    ask({ photo: index, compare: true, ...(twinId === undefined ? {} : { twinId }) });
  };
  const [wish, setWish] = useState<'enlarge' | 'compare' | null>(null);
  /** D: the other claim of a duplicate first, from there the photographs. */
  const compare = (): void => {
    const duplicate = worstFirst(detail.hits).find(isPair);
    if (duplicate === undefined) comparePhotos();
    else ask({ pair: duplicate });
  };
  const comparePhotos = (): void => {
    if (evidence === null) {
      setWish('compare');
      return;
    }
    const at = photos.findIndex((photo, index) => photo.twins.length > 0 && index >= (photoAt ?? 0));
    const index = at === -1 ? photos.findIndex((photo) => photo.twins.length > 0) : at;
    if (index === -1) showToast({ text: t('photo.noTwins') });
    else onCompare(index);
  };
  const onMap = (): void => ask('map');
  const onWhy = (seq: number | null): void => requestWhy({ claimId: detail.claim.id, seq });
  const onHit = (hit: RuleHitDetail): void => {
    const door = evidenceDoorOf(hit.ruleId);
    const named = photos.findIndex(({ id }) => id === hit.facts['attachmentId']);
    if (door === 'photos' && named >= 0) onPhoto(named);
    else if (door === 'compare' && named >= 0) onCompare(named, String(hit.facts['otherAttachmentId']));
    else if (door === 'compare') comparePhotos();
    else if (door === 'pair' && isPair(hit)) ask({ pair: hit });
    else if (door === 'facts') ask({ hit });
    else if (door === 'map') onMap();
    else if (door === 'why') onWhy(hit.lineSeq);
    else showSection(SECTION_OF_DOOR[door === 'pair' ? 'visits' : door]);
  };
  const step = (by: number): void => {
    if (photos.length === 0) return;
    setPhotoAt(photoAt === null ? 0 : (photoAt + by + photos.length) % photos.length);
    document.querySelector('[data-testid="photos"]')?.scrollIntoView({ block: 'nearest' });
  };
  const enlarge = (): void => {
    if (evidence === null) setWish('enlarge');
    else if (photos.length > 0) onPhoto(photoAt ?? 0);
  };
  // A key pressed before the photographs were here is answered when they are.
  useEffect(() => {
    if (evidence === null || wish === null) return;
    setWish(null);
    if (wish === 'compare') comparePhotos();
    else enlarge();
  }, [evidence, wish]);
  return {
    ...{ evidence, evidenceError: answer.error, others, photoAt },
    ...{ onWhy, onHit, onMap, onPhoto, onCompare, step, enlarge, compare, onPhotoAt: setPhotoAt },
  };
}

/** A hit about another claim of the same vehicle that can be laid beside this one. */
const isPair = (hit: RuleHitDetail): boolean =>
  evidenceDoorOf(hit.ruleId) === 'pair' && typeof hit.facts['otherClaimId'] === 'string';

const SECTION_OF_DOOR = {
  warranty: 'warranty',
  timeline: 'timeline',
  photos: 'photos',
  visits: 'visits',
  peers: 'peers',
  oldParts: 'old-parts',
  followUps: 'follow-ups',
} as const;

/** Brings a part of the panel into sight and marks it for a moment. */
function showSection(testId: string): void {
  const section = document.querySelector(`[data-testid="evidence"] [data-testid="${testId}"]`);
  if (section === null) return;
  for (const marked of document.querySelectorAll('.sec.found')) marked.classList.remove('found');
  section.classList.add('found');
  section.scrollIntoView({ block: 'nearest' });
}

/** 1–9 open the evidence of the hit with that number. */
function hitKeys(detail: ClaimDetail, doors: Pick<DeskDoors, 'onHit'>): Record<string, () => void> {
  const hits = worstFirst(detail.hits).slice(0, 9);
  return Object.fromEntries(hits.map((hit, index) => [`Digit${String(index + 1)}`, () => doors.onHit(hit)]));
}

function hasOpenBlock(detail: ClaimDetail): boolean {
  return detail.hits.some((hit) => hit.severity === 'BLOCK' && hit.state === 'OPEN');
}
